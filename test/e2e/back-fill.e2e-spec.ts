import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/index.js';
import { createOpportunity } from '../../sandbox/lever/actions/create-opportunity.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { armFailpoint } from '../../src/failpoints/failpoint.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startHub, type TestHub } from '../support/hub.js';
import { taggingPlugin } from '../support/tagging-plugin.js';

const DAY_MS = 86_400_000;
const PEOPLE = 1_500;
let db: TestDatabase;
let lever: LeverEmulator;
let hub: TestHub;

/** Ten a week now, a crowd two years ago, one thirteen years ago: windows of all sizes, most of them empty. */
function fill(): void {
  const account = lever.store.account('acme');
  const owner = [...account.users.values()].find((user) => user.accessRole === 'super admin');
  if (!owner) throw new Error('no super admin');
  for (let n = 0; n < PEOPLE; n += 1) {
    const daysAgo = n === 0 ? 4_700 : n < 100 ? n * 0.7 : 730 + n * 0.2;
    createOpportunity(account, {
      performAs: owner, applicationType: 'user', stage: 'lead-new', origin: 'sourced', owner: owner.id, followers: [], createdAt: account.now() - Math.floor(daysAgo * DAY_MS),
      person: { name: `Person ${n}`, headline: '', location: 'Uppsala', emails: [`person-${n}@example.com`], phones: [], links: [] },
      tags: [], sources: ['Import'], resumes: [], files: [],
    });
  }
}

async function apply(): Promise<string> {
  const postingId = [...lever.store.account('acme').postings.values()].find((one) => one.state === 'published')?.id;
  const response = await fetch(`${lever.controlUrl}/lever/accounts/acme/apply`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ postingId, name: 'Late', email: 'late@example.com' }),
  });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json() as { id: string }).id;
}

/** When each was last read. */
async function mirrored(): Promise<Map<string, number>> {
  const rows = await db.asOwner<{ id: string; seen_at: string }>('select id, seen_at from mirror_opportunity');
  return new Map(rows.map((row) => [row.id, new Date(row.seen_at).getTime()]));
}

const poll = async (): Promise<number> => {
  await db.asOwner(`update mirror_feed set next_poll_at = '-infinity', locked_until = '-infinity'`);
  return hub.engine.poller.tick();
};
const told = () => db.asOwner<{ opportunity_id: string }>(`select opportunity_id from fact where kind = 'application.created'`);

describe('the first reading of an account', () => {
  beforeAll(async () => {
    db = await createTestDatabase();
    lever = await startLever({ clock: new SandboxClock(), rate: 'off' });
    fill();
    hub = await startHub(db, { leverUrl: lever.baseUrl, providers: [taggingPlugin as never] });
    await hub.install('tagging', 'acme-full-key', null);
  });

  afterAll(async () => {
    armFailpoint(null);
    await hub?.stop();
    await lever?.close();
    await db?.drop();
  });

  it('goes on where it was after each failure, reads no page of a window twice, and tells only who comes meanwhile', async () => {
    for (const nth of [1, 6, 4]) {
      armFailpoint(`poll.page-read:${nth}:error`);
      await expect(poll()).rejects.toThrow('poll.page-read');
    }
    const before = await mirrored();
    expect(before.size).toBeGreaterThan(100);
    expect(before.size).toBeLessThan(PEOPLE);

    const late = await apply();
    armFailpoint(null);
    await poll();
    const after = await mirrored();
    // The first page shows whether there is more; what was on it is in a window too.
    expect([...before].filter(([id, at]) => after.get(id) !== at).length).toBeLessThanOrEqual(100);
    expect(await db.asOwner('select baseline_done, baseline_cursor from mirror_feed')).toEqual([{ baseline_done: true, baseline_cursor: null }]);

    await hub.settle();
    const here = lever.store.account('acme').opportunities.all().filter((row) => row.confidentiality === 'non-confidential');
    const kept = await mirrored();
    expect(here.filter((row) => !kept.has(row.id))).toEqual([]);
    expect((await told()).map((row) => row.opportunity_id)).toEqual([late]);
  });
});
