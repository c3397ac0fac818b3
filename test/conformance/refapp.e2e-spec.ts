import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { commonParts, repeatedAndForged } from '../support/conformance-parts.js';
import { startHubOverSandbox } from '../support/hub-over-sandbox.js';
import { connectLeverFor, connectRefapp, expectStatus, questionnaireOf } from '../support/refapp-set-up.js';

const INSTALLATION = '/v1/installations/refapp';

/** Lever as the host: whoever enters the stage is asked for references. */
async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
  const stageId = account.stages.find((stage) => stage.text === 'Phone screen')?.id ?? '';
  let people = 0;
  const opportunity = (id: string) => {
    const found = account.opportunities.get(id);
    if (!found) throw new Error('no such opportunity');
    return found;
  };
  return {
    ...await commonParts(world, 'refapp'),
    setUp: async () => {
      await connectRefapp(world);
      expectStatus(await world.api('PUT', `${INSTALLATION}/settings`, { value: {} }, { 'if-match': '0' }), 200);
    },
    begin: async () => {
      const body = { host: 'lever', serviceId: posting?.id, hostStepId: stageId, settings: { questionnaireId: questionnaireOf(world) } };
      expectStatus(await world.api('POST', '/v1/refapp/steps', body), 201);
    },
    provoke: async () => {
      people += 1;
      const { id } = await world.inLever('POST', '/apply', { postingId: posting?.id, name: `Person ${people}`, email: `person-${people}@example.com` });
      await world.inLever('POST', `/opportunities/${String(id)}/stage`, { stage: stageId });
      return String(id);
    },
    effects: async (id) => [
      ...opportunity(id).tags.filter((tag) => tag.startsWith('Refapp-')), ...opportunity(id).notes.map((_note, index) => `note ${index + 1}`),
      ...world.sandbox.mailbox.messages({ to: account.contacts.get(opportunity(id).contactId)?.emails[0] }).map(() => 'mail'),
    ],
    vendorWebhooks: () => repeatedAndForged(
      world.sandbox.refapp.controlUrl, { 'x-refapp-signature': `t=${Math.floor(Date.now() / 1_000)},v1=${'0'.repeat(64)}` }),
    reconnectLever: async () => { await connectLeverFor(world, 'refapp'); },
  };
}

describeConformance('Refapp', start);
