import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { within } from '../clock/within.js';
import { Bell } from './bell.js';
import { Coalesce } from './coalesce.js';

const CHANNEL = 'patchbay_bell';
const COALESCE_MS = 5;
const RECONNECT_MS = 1_000;
const ANSWER_MS = 5_000;

/** LISTEN/NOTIFY on a connection of its own, outside every business transaction (decisions D17). */
export class NotifyBell extends Bell {
  private readonly listeners: (() => void)[] = [];
  private client: pg.Client | null = null;
  private readonly telling = new Coalesce(COALESCE_MS, () => { void this.tell(); });
  private stopped = true;
  private isTelling = false;
  private again = false;
  private readonly name = randomUUID();

  /** `answerMs`: an answer that takes longer never comes. */
  constructor(private readonly url: string, private readonly answerMs = ANSWER_MS) { super(); }

  ring(): void {
    for (const listener of this.listeners) listener();
    if (!this.stopped) this.telling.ask();
  }

  /** One at a time; what rings meanwhile is told once more afterwards. */
  private async tell(): Promise<void> {
    if (this.isTelling) { this.again = true; return; }
    this.isTelling = true;
    const { client } = this;
    try {
      if (client) await within(this.answerMs, 'Ringing the bell', client.query(`notify ${CHANNEL}, '${this.name}'`));
    } catch {
      if (client === this.client) this.reconnect();
    } finally {
      this.isTelling = false;
    }
    if (!this.again) return;
    this.again = false;
    if (!this.stopped) this.telling.ask();
  }

  onRing(listener: () => void): void { this.listeners.push(listener); }

  async start(): Promise<void> {
    this.stopped = false;
    await this.connect();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.telling.stop();
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  isHealthy(): boolean { return this.client !== null; }

  private async connect(): Promise<void> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'patchbay-bell', keepAlive: true });
    client.on('error', () => this.reconnect());
    // What this process rang it has heard already.
    client.on('notification', ({ payload }) => { if (payload !== this.name) for (const listener of this.listeners) listener(); });
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    this.client = client;
  }

  private reconnect(): void {
    const broken = this.client;
    if (!broken || this.stopped) return;
    this.client = null;
    broken.end().catch(() => undefined);
    const again = (): void => {
      if (this.stopped) return;
      this.connect().catch(() => { setTimeout(again, RECONNECT_MS).unref(); });
    };
    setTimeout(again, RECONNECT_MS).unref();
  }
}
