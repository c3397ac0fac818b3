import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { performance } from 'node:perf_hooks';
import type { CrmEmulator } from '../../sandbox/crm-kit/index.js';
import { until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import type { Fleet } from './support/fleet.js';
import { startIdibuWorld } from './support/idibu-world.js';
import { minutes, report, sized } from './support/scale.js';

/** Who applies twice, to the second vacancy after the first. */
const EVERY = 4;
const VACANCIES = [['501', 'RN-300'], ['502', 'WH-100']] as const;
const APPLICATIONS = sized(40, 2_000);
const PEOPLE = (APPLICATIONS * EVERY) / (EVERY + 1);

interface Held { readonly email: string; readonly jobs: readonly string[]; readonly cvs: number; readonly notes: number; readonly isInOrder: boolean }

let world: HubOverSandbox;
let fleet: Fleet;
let stop = (): Promise<void> => Promise.resolve();

beforeAll(async () => {
  ({ world, fleet, stop } = await startIdibuWorld());
}, minutes(3));

afterAll(() => stop(), minutes(1));

const emailOf = (n: number): string => `person-${n}@example.com`;
const vacanciesOf = (n: number) => (n % EVERY === 0 ? VACANCIES : VACANCIES.slice(0, 1));

async function apply(n: number): Promise<void> {
  for (const [vacancyId] of vacanciesOf(n)) {
    await world.inIdibu('POST', '/apply', { vacancyId, firstname: 'Rate', lastname: `Nr ${n}`, email: emailOf(n), phone: `070-${String(1_000_000 + n)}` });
  }
}

function isRising(instants: readonly (number | undefined)[]): boolean {
  return instants.every((instant, at) => instant !== undefined && (at === 0 || (instants[at - 1] ?? Infinity) <= instant));
}

/** What the CRM has of each of our people, with the instants at which it got them. */
function holdings({ crm: { book, definition } }: CrmEmulator): Held[] {
  const references = new Map(book.jobs.all().map(({ id, fields }) => [id, definition.vocabulary.jobView(fields).reference]));
  const [files, links, notes] = [book.files, book.links, book.notes].map((table) => Object.groupBy(table.all(), ({ fields }) => String(fields.personId)));
  return book.people.all().flatMap(({ id, fields, createdAt }) => {
    const email = definition.vocabulary.personView(fields).emails[0] ?? '';
    if (!/^person-\d+@/.test(email)) return [];
    const [cvs, jobs, words] = [files?.[id] ?? [], links?.[id] ?? [], notes?.[id] ?? []];
    const isInOrder = jobs.every((job, at) => isRising([createdAt, cvs[at]?.createdAt, job.createdAt, words[at]?.createdAt]));
    return [{ email, jobs: jobs.map((job) => references.get(String(job.fields.jobId)) ?? ''), cvs: cvs.length, notes: words.length, isInOrder }];
  });
}

describe('many applicants at once in automatic mode', () => {
  it('ID-8 ID-35 ID-36 go into the CRM at its documented rate and not above it, each person in order, nothing twice', async () => {
    const { bullhorn } = world.sandbox;
    await fleet.start({ role: 'web' });
    await fleet.start({ role: 'worker' });
    await fleet.start({ role: 'worker' });
    bullhorn.crm.limiter.clear();
    const begun = performance.now();
    for (let n = 0; n < PEOPLE; n += 1) await apply(n);
    const done = async () => (await world.db.asOwner<{ n: number }>(`select count(*)::int as n from p_idibu.forward where state = 'done'`))[0]?.n;
    await until(async () => await done() === APPLICATIONS, 'all forwards to be done', minutes(sized(3, 40)));
    const seconds = (performance.now() - begun) / 1_000;
    const [rate] = bullhorn.crm.limiter.report();
    const { limit, windowMs } = bullhorn.crm.rules.rate;
    const least = ((rate?.accepted ?? 0) * windowMs) / limit / 1_000;
    report('ID-8 rate', {
      applications: APPLICATIONS, people: PEOPLE, requests: rate?.accepted ?? 0, refused: rate?.rejected ?? 0, peak: rate?.peak ?? 0,
      seconds: seconds.toFixed(1), 'seconds at the documented rate': least.toFixed(1), ratio: (seconds / least).toFixed(3),
    });
    expect(rate?.rejected).toBe(0);
    expect(holdings(bullhorn).toSorted((a, b) => a.email.localeCompare(b.email))).toEqual(Array.from({ length: PEOPLE }, (_, n) => ({
      email: emailOf(n), jobs: vacanciesOf(n).map(([, reference]) => reference), cvs: vacanciesOf(n).length, notes: vacanciesOf(n).length, isInOrder: true,
    })).toSorted((a, b) => a.email.localeCompare(b.email)));
  }, minutes(sized(4, 50)));
});
