import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { useTestDatabase } from '../../test/support/database.js';
import { createTenant } from '../../test/support/hub.js';
import { until } from '../../test/support/until.js';
import { BusinessClock } from '../clock/business-clock.js';
import { Claimer } from './claimer.js';
import { settleLane, wakeLane, type LaneClaim } from './lanes.js';
import { NotifyBell } from './notify-bell.js';

const db = useTestDatabase();

/** Business time is read anew before each claim. */
class CountingClock extends BusinessClock {
  claims = 0;
  override refresh(): Promise<void> { this.claims += 1; return Promise.resolve(); }
}

describe('the claimer', () => {
  it('asks for work a few times for each ring, not for each thing that happens', async () => {
    const tenantId = await createTenant(db());
    const clock = new CountingClock(db().database, false);
    const bell = new NotifyBell(db().loginUrl);
    const worked: LaneClaim[] = [];
    const claimer = new Claimer(db().database, clock, bell, {
      concurrency: 16, leaseMs: 60_000, holdMs: 60_000, pollMs: 60_000, onError: (error) => { throw error; },
    });
    claimer.register({ kind: 'job', work: async (claim) => { worked.push(claim); await settleLane(db().database, claim, []); bell.ring(); } });
    await bell.start();
    claimer.start();
    try {
      await until(() => clock.claims > 0, 'the first claim');
      clock.claims = 0;
      for (let n = 1; n <= 20; n += 1) {
        await db().database.inTenant(tenantId, (em) => wakeLane(em, { tenantId, kind: 'job', scope: '', key: `lane-${n}` }, clock.now()));
        bell.ring();
        await until(() => worked.length === n, 'the lane to be worked');
        await sleep(20);
      }
      expect(clock.claims).toBeLessThanOrEqual(45);
    } finally {
      await claimer.stop(1_000);
      await bell.stop();
    }
  });
});
