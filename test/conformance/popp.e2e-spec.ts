import { describeConformance, type ConformanceWorld } from 'patchbay/sdk/testing';
import { commonParts, repeatedAndForged } from '../support/conformance-parts.js';
import { startHubOverSandbox } from '../support/hub-over-sandbox.js';
import { authorisePopp, liveAnalysis, preparePopp } from '../support/popp-set-up.js';

const RESUME = 'Experience\nLine Cook, Old Mill Inn, 2019-06 to 2025-06\n- Grilling and food safety\n\nCertificates\nFood handler card\n';

async function start(engine: 'built-in' | 'popp'): Promise<ConformanceWorld> {
  const world = await startHubOverSandbox();
  const account = world.sandbox.lever.store.account('acme');
  const posting = [...account.postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential')?.id ?? '';
  let people = 0;
  return {
    ...await commonParts(world, 'popp'),
    setUp: () => preparePopp(world, { engine }),
    begin: async () => { await liveAnalysis(world, posting, [{ text: 'Food handler card', category: 'qualifications', mandatory: true }]); },
    provoke: async () => {
      people += 1;
      const resume = { filename: 'cv.txt', text: RESUME };
      return String((await world.inLever('POST', '/apply', { postingId: posting, name: `Person ${people}`, email: `person-${people}@example.com`, resume })).id);
    },
    effects: async (id) => [
      ...account.opportunities.get(id)?.notes.map((_note, index) => `note ${index + 1}`) ?? [],
      ...(await world.db.asOwner<{ line: string }>(`select 'reading ' || number as line from p_popp.outcome where opportunity_id = $1 order by number`, [id])).map((row) => row.line),
    ],
    vendorWebhooks: async () => (engine === 'built-in' ? null : repeatedAndForged(world.sandbox.popp.controlUrl, { 'x-signature': '0'.repeat(64) })),
    reconnectLever: async () => { await authorisePopp(world); },
  };
}

describeConformance('Popp AI with the built-in engine', () => start('built-in'));
describeConformance("Popp AI with Popp's own engine", () => start('popp'));
