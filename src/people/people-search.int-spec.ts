import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { useTestDatabase } from '../../test/support/database.js';
import { secretServices } from '../secrets/testing/secret-services.js';
import { addTenant } from '../secrets/testing/tenant-row.js';
import { dumpTables } from '../secrets/testing/table-dump.js';
import type { ResumeToKeep } from '../sdk/people.js';
import { PeopleSearch } from './people-search.js';
import { SearchThread } from './search-thread.js';

const db = useTestDatabase();
const AS_OF = '2025-06-01';
const JOB = { id: 'p1', title: 'Line Cook', location: null, text: 'What we need\n- 3 years as a line cook\n- Grilling\n- Food safety' };
const cook = (place: string): string =>
  `Line Cook\n\nExperience\nLine Cook, ${place}, 2018-01 to 2025-06\n- Grilling, food safety\n\nSkills\nGrilling, food safety`;
const resume = (contactId: string, text: string | null, sourceAt = 1): ResumeToKeep => ({
  contactId, source: `r:${contactId}:${sourceAt}`, sourceAt, text, problem: text === null ? 'encrypted' : null, lastActiveAt: sourceAt,
});

let services: ReturnType<typeof secretServices>;
const started: PeopleSearch[] = [];
const clock = { now: () => Date.UTC(2025, 5, 1) };
function process(): PeopleSearch {
  const thread = new SearchThread({ maxBytes: 1e8, maxHeapMb: 256 });
  const search = new PeopleSearch({ database: db().database, secretBox: services.secretBox, clock, thread });
  started.push(search);
  return search;
}
const keep = (search: PeopleSearch, tenant: string, ...resumes: ResumeToKeep[]) => db().database.inTenant(tenant, async (em) => {
  const kept: boolean[] = [];
  for (const one of resumes) kept.push(await search.writes(em, tenant).keep(one));
  return kept;
});

describe('the people of an organisation', () => {
  beforeAll(() => { services = secretServices(db().database, { current: { id: 'test', key: randomBytes(32) }, previous: [] }); });
  afterAll(async () => { for (const search of started) await search.stop(); });

  it('CI-11 CI-18 gives the same answers in every process, catches up with changes, and seals what it keeps', async () => {
    const tenant = await addTenant(db().database);
    const [one, other] = [process(), process()];
    await keep(one, tenant, ...Array.from({ length: 30 }, (_, n) => resume(`c${n}`, cook(`Secretplace ${n}`))));
    const statistics = await one.open(tenant).pinStatistics(AS_OF);
    const options = { statistics, asOf: AS_OF };
    const lists = await Promise.all([one, other].map((search) => search.open(tenant).shortlist(JOB, { ...options, without: ['c3'] })));
    expect(lists[0]?.people).toHaveLength(29);
    expect(lists[1]).toEqual(lists[0]);
    await keep(other, tenant, resume('late', cook('Inn'), 99));
    expect((await one.open(tenant).shortlist(JOB, { ...options, without: [] })).people[0]).toBe('late');
    const compared = await Promise.all([one, other].map((search) => search.open(tenant).compare([JOB], [{ contactId: 'late' }, { contactId: 'c1' }], { ...options, threshold: 62 })));
    expect(compared[1]).toEqual(compared[0]);
    expect(compared[0]?.comparisons.map((c) => [c.contactId, c.isMatch])).toEqual([['late', true], ['c1', true]]);
    expect(await dumpTables(db())).not.toContain('Secretplace');
  });

  it('pins anew only when the people have changed much', async () => {
    const tenant = await addTenant(db().database);
    const search = process();
    const people = search.open(tenant);
    const first = await people.pinStatistics(AS_OF);
    await keep(search, tenant, resume('a', cook('Inn')));
    const second = await people.pinStatistics(AS_OF);
    expect([second, await people.pinStatistics(AS_OF)]).toEqual([first + 1, first + 1]);
    await expect(people.shortlist(JOB, { statistics: 99, asOf: AS_OF, without: [] })).rejects.toMatchObject({ code: 'no-such-statistics' });
    expect((await people.shortlist(JOB, { statistics: first, asOf: AS_OF, without: [] })).people).toEqual(['a']);
  });

  it('keeps the newest résumé, remembers what could not be read and knows the rest as unknown', async () => {
    const tenant = await addTenant(db().database);
    const search = process();
    expect(await keep(search, tenant, resume('a', cook('Inn'), 5), resume('a', cook('Older'), 4), resume('b', null))).toEqual([true, false, true]);
    const people = search.open(tenant);
    expect(await people.count()).toBe(1);
    expect((await people.kept(['a', 'b'])).get('b')).toMatchObject({ hash: null, problem: 'encrypted' });
    const statistics = await people.pinStatistics(AS_OF);
    expect((await people.compare([JOB], [{ contactId: 'b' }, { contactId: 'nobody' }], { statistics, asOf: AS_OF, threshold: 62 })).unknown).toEqual(['b', 'nobody']);
  });

  it('LG-10 G10 finds nobody who was erased, in no process', async () => {
    const tenant = await addTenant(db().database);
    const [one, other] = [process(), process()];
    await keep(one, tenant, resume('a', cook('Inn')), resume('b', cook('Mill')));
    const statistics = await one.open(tenant).pinStatistics(AS_OF);
    const find = async (search: PeopleSearch) => (await search.open(tenant).shortlist(JOB, { statistics, asOf: AS_OF, without: [] })).people;
    expect((await find(other)).toSorted()).toEqual(['a', 'b']);
    await db().database.inTenant(tenant, async (em) => {
      await em.execute('delete from person_resume where contact_id = ?', ['a']);
      await services.secretBox.shredPerson(em, tenant, 'a');
    });
    expect([await find(one), await find(other)]).toEqual([['b'], ['b']]);
    expect(await keep(one, tenant, resume('a', cook('Inn'), 9))).toEqual([false]);
  });

  it('G5 shows an organisation nobody of another one', async () => {
    const [mine, theirs] = [await addTenant(db().database), await addTenant(db().database)];
    const search = process();
    await keep(search, mine, resume('a', cook('Inn')));
    const statistics = await search.open(theirs).pinStatistics(AS_OF);
    expect((await search.open(theirs).shortlist(JOB, { statistics, asOf: AS_OF, without: [] })).people).toEqual([]);
    expect((await search.open(theirs).kept(['a'])).size).toBe(0);
  });

  it('is not searched where no thread is', async () => {
    const tenant = await addTenant(db().database);
    const web = new PeopleSearch({ database: db().database, secretBox: services.secretBox, clock, thread: null });
    await expect(web.open(tenant).pinStatistics(AS_OF)).rejects.toMatchObject({ code: 'no-search-here' });
  });

  it('builds its index again after the thread was lost', async () => {
    const tenant = await addTenant(db().database);
    const search = process();
    await keep(search, tenant, resume('a', cook('Inn')));
    const statistics = await search.open(tenant).pinStatistics(AS_OF);
    await search.stop();
    expect((await search.open(tenant).shortlist(JOB, { statistics, asOf: AS_OF, without: [] })).people).toEqual(['a']);
  });
});
