import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { connectLever } from '../support/career-place-set-up.js';
import { commonParts, repeatedAndForged } from '../support/conformance-parts.js';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox } from '../support/hub-over-sandbox.js';
import { IdibuDesk, INSTALLATION } from '../support/idibu-set-up.js';

async function start(): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const desk = new IdibuDesk(world);
  const bullhorn = new CrmSide(world.sandbox.bullhorn);
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
  if (!posting) throw new Error('The seed has a published posting.');
  posting.reqCode = 'RN-300';
  let people = 0;
  const opportunity = (id: string) => {
    const found = account.opportunities.get(id);
    if (!found) throw new Error('no such opportunity');
    return found;
  };
  const connect = () => connectLever(world, world.api, 'acme', 'idibu');
  return {
    ...await commonParts(world, 'idibu'),
    setUp: async () => {
      await world.api('PUT', `${INSTALLATION}/vendor-credential`, { credential: world.sandbox.idibu.describe().accessToken });
      await connect();
    },
    begin: async () => {
      await desk.logIn('bullhorn', { dataCentre: 'west' });
      await desk.save({ mode: 'all' });
    },
    provoke: async () => {
      people += 1;
      return String((await world.inLever('POST', '/apply', { postingId: posting.id, name: `Person ${people}`, email: `person-${people}@example.com` })).id);
    },
    effects: async (id) => [
      ...opportunity(id).notes.map((_note, index) => `note ${index + 1}`),
      ...bullhorn.find(account.contacts.get(opportunity(id).contactId)?.emails[0] ?? '').flatMap((held) => [
        'person in the CRM', ...held.cvs.map(() => 'cv'), ...held.jobIds.map(() => 'link'), ...held.notes.map(() => 'note in the CRM')]),
    ],
    vendorWebhooks: async () => {
      await world.inIdibu('POST', '/apply', { vacancyId: '501', firstname: 'Web', lastname: 'Hook', email: 'web.hook@example.com' });
      return repeatedAndForged(world.sandbox.idibu.controlUrl, { authorization: '0'.repeat(64) });
    },
    reconnectLever: async () => { await connect(); },
  };
}

describeConformance('idibu', start);
