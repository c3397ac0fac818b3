import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SandboxClock } from '../../kit/index.js';
import { startMailbox, type Mailbox } from '../../mailbox/index.js';
import { startCareerPlace, type CareerPlace, type CareerPlaceOptions, type EventEnvelope } from '../index.js';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: Record<string, unknown>;
}

export interface Received {
  raw: string;
  signature: string;
  event: EventEnvelope;
}

export interface CreatedApplicant {
  applicantId: string;
  status: string;
  inviteUrl: string;
  cardUrl: string;
}

/** career.place with a mailbox and a receiver for its events, and shortcuts to talk to them. */
export class Stage {
  readonly received: Received[] = [];
  /** Status codes for the next deliveries; 204 when empty. */
  readonly nextStatuses: number[] = [];
  secret = '';

  private constructor(
    readonly clock: SandboxClock, readonly mailbox: Mailbox, readonly vendor: CareerPlace, private readonly receiver: Server,
  ) {}

  static async open(options: Partial<CareerPlaceOptions> = {}): Promise<Stage> {
    const clock = new SandboxClock();
    const mailbox = await startMailbox({ clock });
    const smtp = { host: mailbox.smtpHost, port: mailbox.smtpPort };
    const vendor = await startCareerPlace({ clock, smtp, idSeed: 'stage', mailRetryGapsMs: [5, 5], ...options });
    mailbox.subscribeToBounces(`${vendor.baseUrl}/inbound/bounces`, 'bounces+*@career-place.example');
    const receiver = createServer();
    const stage = new Stage(clock, mailbox, vendor, receiver);
    receiver.on('request', (request, response) => {
      let raw = '';
      request.on('data', (chunk: Buffer) => { raw += chunk.toString(); });
      request.on('end', () => {
        const signature = String(request.headers['x-careerplace-signature']);
        stage.received.push({ raw, signature, event: JSON.parse(raw) as EventEnvelope });
        response.writeHead(stage.nextStatuses.shift() ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const { json } = await stage.api('PUT', '/webhook', { url: stage.hookUrl });
    stage.secret = json.secret as string;
    return stage;
  }

  get hookUrl(): string {
    return `http://127.0.0.1:${(this.receiver.address() as AddressInfo).port}/hook`;
  }

  jobId(title: string): string {
    const job = this.vendor.describe().jobs.find((one) => one.title === title);
    if (!job) throw new Error(`There is no job called ${title}.`);
    return job.id;
  }

  api(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call(method, `/api/v1${path}`, body, { authorization: `Bearer ${this.vendor.describe().apiKey}`, ...headers });
  }

  control(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.call(method, `/__control${path}`, body);
  }

  form(path: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Answer> {
    return this.fetch(path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, body: body === undefined ? undefined : JSON.stringify(body), headers: { ...json, ...headers } };
    return this.fetch(path, { ...init, redirect: 'manual' });
  }

  /** Admits somebody and waits until the invitation has been dealt with. */
  async admit(title: string, fields: Record<string, unknown> = {}): Promise<CreatedApplicant> {
    const body = { externalId: 'opp-1', email: 'ann@to.example', firstName: 'Ann', lastName: 'Example', locale: 'en', ...fields };
    const { status, json } = await this.api('POST', `/jobs/${this.jobId(title)}/applicants`, body);
    if (status > 201) throw new Error(`Admission answered ${status}.`);
    await this.settle();
    return json as unknown as CreatedApplicant;
  }

  async status(applicantId: string): Promise<string> {
    return String((await this.api('GET', `/applicants/${applicantId}`)).json.status);
  }

  types(): string[] {
    return this.received.map(({ event }) => event.type);
  }

  /** Waits until nothing is due any more in any of the services. */
  async settle(): Promise<void> {
    // Work passes from one service to the other: only rest in two rounds on end is rest.
    let quietRounds = 0;
    for (let tries = 0; tries < 500; tries += 1) {
      const states = await Promise.all([this.mailbox.baseUrl, this.vendor.baseUrl].map(async (url) =>
        (await (await fetch(`${url}/__control/idle`)).json()) as { idle: boolean }));
      quietRounds = states.every(({ idle }) => idle) ? quietRounds + 1 : 0;
      if (quietRounds === 2) return;
      if (quietRounds === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('The services did not come to rest.');
  }

  async close(): Promise<void> {
    await this.vendor.close();
    await this.mailbox.close();
    this.receiver.closeAllConnections();
    await new Promise((resolve) => this.receiver.close(resolve));
  }

  private async fetch(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.vendor.baseUrl + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    const json = isJson ? JSON.parse(text) as Record<string, unknown> : {};
    return { status: response.status, headers: response.headers, text, json };
  }
}
