import { until, type Answer, type HubOverSandbox } from './hub-over-sandbox.js';

const INSTALLATION = '/v1/installations/refapp';

export interface ReferencePerson { readonly id: string; readonly email: string }
export interface VendorView {
  readonly id: string; readonly externalId: string; readonly status: string; readonly requestUrl: string; readonly reportUrl: string | null;
  readonly referees: readonly { readonly id: string; readonly email: string | null; readonly status: string; readonly formUrl: string }[];
}
export interface CheckBody {
  readonly id: string; readonly status: string; readonly problem: string | null;
  readonly box: {
    readonly status: string; readonly statusText: string; readonly answered: number; readonly requested: number;
    readonly candidateUrl: string | null; readonly reportUrl: string | null;
  };
}

export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
}

/** A super admin at Lever's consent page. */
export async function connectLeverFor(world: HubOverSandbox, key: string): Promise<Record<string, unknown>> {
  const start = expectStatus(await world.api('POST', `/v1/installations/${key}/lever-authorization`), 200);
  const asked = Object.fromEntries(new URL(String(start.body.url)).searchParams);
  const consent = await fetch(`${world.sandbox.lever.controlUrl}/oauth/consent`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, account: 'acme', decision: 'accept' }),
  });
  const { redirectTo } = await consent.json() as { redirectTo: string };
  return await (await fetch(redirectTo)).json() as Record<string, unknown>;
}

/** An administrator of We Select allows the integration. */
export async function signInToWeSelect(world: HubOverSandbox): Promise<void> {
  const { url } = expectStatus(await world.api('POST', '/v1/refapp/we-select/sign-in'), 200).body as { url: string };
  const asked = new URL(url).searchParams;
  const form = new URLSearchParams({ redirect_uri: encodeURIComponent(asked.get('redirect_uri') ?? ''), state: encodeURIComponent(asked.get('state') ?? '') });
  const back = await fetch(`${world.sandbox.weSelect.baseUrl}/oauth/authorize`, { method: 'POST', body: form });
  if (!back.ok) throw new Error(`We Select was not connected: ${back.status} ${await back.text()}`);
}

/** Refapp, Lever and We Select connected, enabled, and Lever read for the first time. */
export async function setUpRefapp(world: HubOverSandbox, settings: object = {}): Promise<void> {
  await connectRefapp(world);
  expectStatus(await world.api('PUT', `${INSTALLATION}/settings`, { value: settings }, { 'if-match': '0' }), 200);
  await enableRefapp(world);
  await signInToWeSelect(world);
}

export async function connectRefapp(world: HubOverSandbox): Promise<void> {
  expectStatus(await world.api('POST', '/v1/installations', { integrationKey: 'refapp' }), 201);
  expectStatus(await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: world.sandbox.refapp.describe().apiKey }), 200);
  await connectLeverFor(world, 'refapp');
}

export async function enableRefapp(world: HubOverSandbox): Promise<void> {
  expectStatus(await world.api('POST', `${INSTALLATION}/enable`), 200);
  await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', 60_000);
}

export const questionnaireOf = (world: HubOverSandbox): string =>
  world.sandbox.refapp.describe().questionnaires.find((one) => one.language === 'sv' && !one.isDemographic)?.id ?? '';

/** A process step at We Select, made through the hub. */
export async function weSelectStep(world: HubOverSandbox, serviceId: string, settings: object): Promise<{ id: string; hostStepId: string; revision: number }> {
  const { body } = expectStatus(await world.api('POST', '/v1/refapp/steps', { host: 'we-select', serviceId, settings }), 201);
  return body as unknown as { id: string; hostStepId: string; revision: number };
}

async function atWeSelect(world: HubOverSandbox, method: string, url: string, body?: object): Promise<Record<string, unknown>> {
  const { apiKey } = world.sandbox.weSelect.describe();
  const response = await fetch(url, {
    method, headers: { authorization: `Bearer ${apiKey}`, ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return await response.json() as Record<string, unknown>;
}

let people = 0;

export async function newService(world: HubOverSandbox, title = 'Lagermedarbetare'): Promise<string> {
  return String((await atWeSelect(world, 'POST', `${world.sandbox.weSelect.controlUrl}/services`, { title })).id);
}

export async function newCandidate(world: HubOverSandbox, serviceId: string, more: object = {}): Promise<ReferencePerson> {
  people += 1;
  const email = `kim-${people}@example.com`;
  const made = await atWeSelect(world, 'POST', `${world.sandbox.weSelect.controlUrl}/services/${serviceId}/candidates`, { email, ...more });
  return { id: String(made.id), email };
}

/** The drop-down of a candidate. */
export async function chooseStep(world: HubOverSandbox, serviceId: string, candidateId: string, stepId: string): Promise<void> {
  await atWeSelect(world, 'PUT', `${world.sandbox.weSelect.baseUrl}/v1/services/${serviceId}/candidates/${candidateId}/step`, { stepId });
}

export const weSelectControl = (world: HubOverSandbox, path: string, body?: object): Promise<Record<string, unknown>> =>
  atWeSelect(world, 'POST', `${world.sandbox.weSelect.controlUrl}${path}`, body ?? {});

/** What the References box says. */
export const boxAt = (world: HubOverSandbox, candidateId: string): Record<string, unknown> | undefined =>
  world.sandbox.weSelect.records.candidates.get(candidateId)?.results.refapp as Record<string, unknown> | undefined;

export async function checksOf(world: HubOverSandbox, subjectId: string): Promise<CheckBody[]> {
  return (await world.api('GET', `/v1/refapp/checks?subjectId=${subjectId}`)).body.data as CheckBody[];
}

export async function checkOf(world: HubOverSandbox, subjectId: string): Promise<CheckBody> {
  const [check] = await checksOf(world, subjectId);
  if (!check) throw new Error('There is no check.');
  return check;
}

export async function atRefapp(world: HubOverSandbox, checkId: string): Promise<VendorView | undefined> {
  const answer = await fetch(`${world.sandbox.refapp.controlUrl}/candidates?externalId=${checkId}`);
  return (await answer.json() as { data: VendorView[] }).data[0];
}

export async function statusIs(world: HubOverSandbox, subjectId: string, status: string, withinMs = 20_000): Promise<CheckBody> {
  await until(async () => (await checksOf(world, subjectId))[0]?.status === status, `the check of ${subjectId} to be ${status}`, withinMs);
  return checkOf(world, subjectId);
}

export const mailsTo = (world: HubOverSandbox, email: string): { subject: string; text: string }[] =>
  world.sandbox.mailbox.messages({ to: email });

export async function mailTo(world: HubOverSandbox, email: string, count = 1): Promise<{ subject: string; text: string }> {
  await until(() => mailsTo(world, email).length >= count, `mail ${count} to ${email}`, 30_000);
  const mail = mailsTo(world, email)[count - 1];
  if (!mail) throw new Error('no mail');
  return mail;
}

export const linkIn = (text: string): string => /https?:\/\/\S+\/[rf]\/\w+/.exec(text)?.[0] ?? '';

const refereeFields = (n: number, email: string): Record<string, string> => ({
  [`name.${n}`]: `Referee ${n + 1}`, [`relation.${n}`]: 'Chef', [`company.${n}`]: 'Exempel AB', [`email.${n}`]: email, [`language.${n}`]: 'sv',
});

/** The candidate fills in the form behind the link. */
export async function nameReferees(requestUrl: string, emails: readonly string[]): Promise<number> {
  const fields = Object.assign({}, ...emails.map((email, n) => refereeFields(n, email))) as Record<string, string>;
  return (await fetch(requestUrl, { method: 'POST', body: new URLSearchParams({ ...fields, confirmed: 'yes', do: 'submit' }) })).status;
}

/** A referee answers every question of the form behind the link. */
export async function answerForm(formUrl: string): Promise<number> {
  const page = await (await fetch(formUrl)).text();
  const names = [...page.matchAll(/name="(answers\.\w+)"/g)].map(([, name]) => name ?? '');
  return (await fetch(formUrl, { method: 'POST', body: new URLSearchParams({ ...Object.fromEntries(names.map((name) => [name, 'Mycket bra'])), do: 'submit' }) })).status;
}
