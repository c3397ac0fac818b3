import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { connectLever, connectWebhook } from '../support/career-place-set-up.js';
import { commonParts, repeatedAndForged } from '../support/conformance-parts.js';
import { startHubOverSandbox, until } from '../support/hub-over-sandbox.js';

const INSTALLATION = '/v1/installations/career-place';

async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
  const stageId = account.stages.find((stage) => stage.text === 'Phone screen')?.id ?? '';
  const described = world.sandbox.careerPlace.describe() as unknown as { apiKey: string; jobs: { id: string; status: string }[] };
  const jobId = described.jobs.find((job) => job.status === 'active')?.id ?? '';
  let people = 0;
  const opportunity = (id: string) => {
    const found = account.opportunities.get(id);
    if (!found) throw new Error('no such opportunity');
    return found;
  };
  return {
    ...await commonParts(world, 'career-place'),
    setUp: async () => {
      await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: described.apiKey });
      await connectLever(world);
      await world.api('PUT', `${INSTALLATION}/settings`, { value: { stageId } }, { 'if-match': '0' });
      await connectWebhook(world);
      await until(async () => ((await world.api('GET', `${INSTALLATION}/setup`)).body.steps as { state: string }[]).every((step) => step.state === 'done'), 'set-up');
    },
    begin: async () => { await world.api('PUT', `/v1/career-place/jobs/${jobId}/link`, { postingId: posting?.id }); },
    provoke: async () => {
      people += 1;
      return String((await world.inLever('POST', '/apply', { postingId: posting?.id, name: `Person ${people}`, email: `person-${people}@example.com` })).id);
    },
    effects: async (id) => [
      ...opportunity(id).tags.filter((tag) => tag.startsWith('CP-')), ...opportunity(id).notes.map((_note, index) => `note ${index + 1}`),
      ...world.sandbox.mailbox.messages({ to: account.contacts.get(opportunity(id).contactId)?.emails[0] }).map(() => 'mail'),
    ],
    vendorWebhooks: () => repeatedAndForged(
      world.sandbox.careerPlace.controlUrl, { 'x-careerplace-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` }),
    reconnectLever: async () => { await connectLever(world); },
  };
}

describeConformance('career.place', start);
