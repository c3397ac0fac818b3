import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { TARGETS, targetOf } from '../support/crm/crm-targets.js';
import { startHubOverSandbox, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { IdibuDesk } from '../support/idibu-set-up.js';

const REFERENCE = 'RN-300';
const CV = '%PDF-1.4 CV of a nurse';
const sha256 = createHash('sha256').update(CV).digest('hex');

let world: HubOverSandbox;
let desk: IdibuDesk;

beforeAll(async () => {
  world = await startHubOverSandbox();
  desk = new IdibuDesk(world);
  await desk.setUp();
}, 120_000);

afterAll(async () => { await world.stop(); });

const emailIn = (system: string) => `nurse.in.${system}@example.com`;

describe('each CRM, from its own sign-in page to what it holds', () => {
  it.each(TARGETS)('ID-2 ID-4 ID-6 ID-14 ID-30 %s gets the person, the original CV, the vacancy link and the note, and nobody of before', async (system) => {
    const crm = targetOf(world.sandbox, system);
    const jobId = crm.jobId(REFERENCE);
    expect(await desk.logIn(system, crm.options, { confirmSwitch: true }, crm.typed)).toMatchObject({ status: 200, body: { system } });
    expect(await desk.page()).toMatchObject({ crm: system, isConnected: true });
    await desk.save({ mode: 'all' });
    const nurse = await desk.apply({
      firstname: 'Nora', lastname: 'Nurse', email: emailIn(system), phone: '+46701234599', source: 'Example Board', consent: 'may be stored',
      screening: [{ question: 'Licence?', answer: 'Yes' }], cv: { name: 'nurse.pdf', content: CV },
    });
    const forward = await desk.forward(nurse);
    expect(forward).toMatchObject({ crm: system, trigger: 'all', isNewPerson: true, crmJobId: jobId, crmPersonUrl: expect.stringMatching(/^https?:/) });
    expect(forward.steps.map((step) => `${step.name} ${step.state}`)).toEqual(['person done', 'cv done', 'link done', 'note done']);
    expect(crm.find(emailIn(system))).toMatchObject([{
      id: forward.crmPersonId, name: 'Nora Nurse', phones: ['+46701234599'], cvs: [expect.stringMatching(/^nurse \[.{8}\]\.pdf$/)], hashes: [sha256], jobIds: [jobId],
    }]);
    // HubSpot hangs the CV on a note of its own.
    expect(crm.find(emailIn(system)).flatMap(({ notes }) => notes.filter((note) => note.includes('Forwarded from idibu')))).toEqual([
      expect.stringMatching(/Applied for: Registered Nurse \(RN-300\)[\s\S]*Source: Example Board[\s\S]*Licence\? Yes[\s\S]*may be stored/),
    ]);
    expect(TARGETS.filter((other) => other !== system).flatMap((other) => crm.find(emailIn(other)))).toEqual([]);
  });
});
