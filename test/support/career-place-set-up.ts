import { until, type Answer, type HubOverSandbox } from './hub-over-sandbox.js';

type Api = (method: string, path: string, body?: object, headers?: Record<string, string>) => Promise<Answer>;

function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) throw new Error(`Expected ${status}, got ${answer.status}: ${answer.text}`);
  return answer;
}

/** A super admin at Lever's consent page. */
export async function connectLever(
  world: HubOverSandbox, api: Api = world.api, account = 'acme', integration = 'career-place',
): Promise<Record<string, unknown>> {
  const start = expectStatus(await api('POST', `/v1/installations/${integration}/lever-authorization`), 200);
  const asked = Object.fromEntries(new URL(String(start.body.url)).searchParams);
  const consent = await fetch(`${world.sandbox.lever.controlUrl}/oauth/consent`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...asked, account, decision: 'accept' }),
  });
  const { redirectTo } = await consent.json() as { redirectTo: string };
  return await (await fetch(redirectTo)).json() as Record<string, unknown>;
}

/** Lever's webhook page: the address of the hub, the token back, Verify Connection. */
export async function connectWebhook(world: HubOverSandbox): Promise<void> {
  const doors = await world.db.asOwner<{ token: string }>(`select token from hook where system = 'lever' order by created_at limit 1`);
  const hook = await world.inLever('POST', '/webhooks', { url: `${world.hub.url}/hooks/lever/${doors[0]?.token}`, event: 'applicationCreated' });
  const { signatureToken } = hook.configuration as { signatureToken: string };
  expectStatus(await world.api('PUT', '/v1/installations/career-place/lever-webhook', { signatureToken }), 204);
  await world.inLever('POST', `/webhooks/${String(hook.id)}/verify`);
}

/** The whole set-up up to `enabled` and the first reading of Lever. */
export async function setUpCareerPlace(world: HubOverSandbox, stageId: string): Promise<void> {
  const { apiKey } = world.sandbox.careerPlace.describe() as unknown as { apiKey: string };
  expectStatus(await world.api('POST', '/v1/installations', { integrationKey: 'career-place' }), 201);
  expectStatus(await world.api('PUT', '/v1/installations/career-place/vendor-credential', { credential: apiKey }), 200);
  await connectLever(world);
  expectStatus(await world.api('PUT', '/v1/installations/career-place/settings', { value: { stageId } }, { 'if-match': '0' }), 200);
  await connectWebhook(world);
  await until(async () => (await world.api('POST', '/v1/installations/career-place/enable')).status === 200, 'the installation to be enabled');
  await until(async () => (await world.db.asOwner('select 1 from mirror_feed where baseline_done')).length === 1, 'the first reading of Lever', 60_000);
}
