import { until, type Answer, type HubOverSandbox } from './hub-over-sandbox.js';

type Api = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;
const INSTALLATION = '/v1/installations/popp';

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
}

/** A super admin at Lever's consent page; answers what the hub says when the browser is back. */
export async function authorisePopp(
  world: HubOverSandbox, consent: Record<string, unknown> = { account: 'acme', decision: 'accept' }, api: Api = world.api,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const start = expectStatus(await api('POST', `${INSTALLATION}/lever-authorization`), 200);
  const asked = Object.fromEntries(new URL(String(start.body.url)).searchParams);
  const answer = await fetch(`${world.sandbox.lever.controlUrl}/oauth/consent`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, ...consent }),
  });
  const { redirectTo } = await answer.json() as { redirectTo?: string };
  if (redirectTo === undefined) return { status: answer.status, body: {} };
  const back = await fetch(redirectTo);
  return { status: back.status, body: await back.json() as Record<string, unknown> };
}

export interface PoppChoice { readonly engine?: 'built-in' | 'popp'; readonly shortlistStageId?: string; readonly writeNote?: boolean }

/** Everything before enabling. */
export async function preparePopp(world: HubOverSandbox, choice: PoppChoice = {}): Promise<void> {
  await world.api('POST', '/v1/installations', { integrationKey: 'popp' });
  if (choice.engine === 'popp') {
    expectStatus(await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: world.sandbox.popp.describe().credential }), 200);
  }
  expectStatus(await world.api('PUT', `${INSTALLATION}/settings`, { value: choice }, { 'if-match': '0' }), 200);
  const { status, body } = await authorisePopp(world);
  if (status !== 200) throw new Error(`Lever was not connected: ${JSON.stringify(body)}`);
}

/** The whole set-up up to `enabled` and the first reading of Lever. */
export async function setUpPopp(world: HubOverSandbox, choice: PoppChoice = {}): Promise<void> {
  await preparePopp(world, choice);
  expectStatus(await world.api('POST', `${INSTALLATION}/enable`), 200);
  await firstReading(world);
}

export const firstReading = (world: HubOverSandbox): Promise<void> =>
  until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', 60_000);

export interface Requirement { readonly id?: string; readonly text: string; readonly category: string; readonly mandatory: boolean }

/** A live analysis of a role with these requirements, typed by hand. */
export async function liveAnalysis(world: HubOverSandbox, postingId: string, requirements: readonly Requirement[]): Promise<string> {
  const { body } = expectStatus(await world.api('POST', '/v1/popp/analyses', { postingId }), 201);
  const path = `/v1/popp/analyses/${String(body.id)}`;
  await until(async () => ((await world.api('GET', path)).body.extraction as { state: string }).state !== 'running', 'the extraction', 35_000);
  expectStatus(await world.api('PUT', `${path}/requirements`, { requirements }), 200);
  expectStatus(await world.api('POST', `${path}/confirm`), 200);
  return String(body.id);
}

/** What the cooks of `cookRole` are asked. */
export const COOK_REQUIREMENTS: readonly Requirement[] = [
  { text: 'Food handler card', category: 'qualifications', mandatory: true }, { text: 'Grilling', category: 'skills', mandatory: false },
];

/** A role with so many cooks who have applied, every other one with the card that is asked for; Popp is switched on and knows it. */
export async function cookRole(world: HubOverSandbox, people: number): Promise<string> {
  const postingId = String((await world.inLever('POST', '/postings', { text: 'Cook', state: 'published' })).id);
  for (let n = 0; n < people; n += 1) {
    const text = `Line Cook, Old Mill, 2019-06 to 2025-06\n- Grilling since ${2000 + (n % 20)}\n${n % 2 === 0 ? 'Certificates\nFood handler card' : 'Nothing else to say about it'}\n`;
    await world.inLever('POST', '/apply', { postingId, name: `Person ${n}`, email: `person-${n}@example.com`, resume: { filename: 'cv.txt', text } });
  }
  await setUpPopp(world, { writeNote: false });
  await until(async () => ((await world.api('GET', '/v1/popp/roles')).body.data as { id: string }[]).some((role) => role.id === postingId), 'the role');
  return postingId;
}
