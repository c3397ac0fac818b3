import { randomBytes } from 'node:crypto';
import { signatureHeader, signatureOf } from '../../../sandbox/career-place/index.js';
import { auditServices } from '../../../src/audit/testing/audit-services.js';
import { Hooks } from '../../../src/connections/hooks.js';
import type { FunnelWorld } from './funnel-world.js';

/** Opportunities that the events are about: those of one go one after another. */
const LANES = 2_000;

/** Sends events to career.place's door of the hub as career.place would, signed anew each time; about nobody the hub knows. */
export class VendorEvents {
  private constructor(private readonly funnel: FunnelWorld, private readonly path: string, private readonly secret: string) {}

  static async to(funnel: FunnelWorld): Promise<VendorEvents> {
    const { db, env, sandbox } = funnel.world;
    const [id, key] = String(env.PATCHBAY_MASTER_KEY).split(':');
    if (id !== 'test' || key === undefined) throw new Error('The master key of the test hub is named test.');
    const { secretBox } = auditServices(db.database, Buffer.from(key, 'base64'), sandbox.clock);
    const [row] = await db.asOwner<{ token: string }>(`select token from hook where system = 'career-place'`);
    const door = await new Hooks(db.database, secretBox).find(row?.token ?? '');
    const secret = door?.secrets[0];
    if (!door || secret === undefined) throw new Error('career.place has no door.');
    return new VendorEvents(funnel, `/hooks/vendors/${door.token}`, secret);
  }

  readonly run = randomBytes(4).toString('hex');

  idOf(n: number): string {
    return `told-${this.run}-${n}`;
  }

  /** True when the hub acknowledged it. */
  async tell(n: number, origin: string): Promise<boolean> {
    const now = this.funnel.world.sandbox.clock.now();
    const data = { applicantId: `nobody-${n}`, externalId: `opp-${n % LANES}`, jobId: 'no-job', transition: 1, round: 0, cardUrl: 'https://example.com/card' };
    const body = JSON.stringify({ id: this.idOf(n), type: 'applicant.started', occurredAt: new Date(now).toISOString(), data });
    const headers = { 'content-type': 'application/json', [signatureHeader]: signatureOf(this.secret, body, Math.floor(now / 1_000)) };
    try {
      return (await fetch(`${origin}${this.path}`, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })).ok;
    } catch {
      // No answer: it may have been stored or not.
      return false;
    }
  }
}
