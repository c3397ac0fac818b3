import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CrmSide } from '../support/crm-side.js';
import { startHubOverSandbox, until, type HubOverSandbox } from '../support/hub-over-sandbox.js';
import { IdibuDesk, type Applied } from '../support/idibu-set-up.js';

let world: HubOverSandbox;
let desk: IdibuDesk;
let bullhorn: CrmSide;
let postingId: string;

beforeAll(async () => {
  world = await startHubOverSandbox();
  desk = new IdibuDesk(world);
  bullhorn = new CrmSide(world.sandbox.bullhorn);
  const posting = [...account().postings.values()].find((one) => one.state === 'published' && one.confidentiality === 'non-confidential');
  if (!posting) throw new Error('The seed has a published posting.');
  posting.reqCode = 'DEV-200';
  postingId = posting.id;
  await desk.setUp({ useLever: true });
  await desk.logIn('bullhorn', { dataCentre: 'west' });
}, 120_000);

afterAll(async () => { await world.stop(); });

const account = () => world.sandbox.lever.store.account('acme');
const notesOf = (id: string) => (account().opportunities.get(id)?.notes ?? []).flatMap((note) => note.entries.map((entry) => entry.value));
async function apply(name: string): Promise<Applied> {
  const { id } = await world.inLever('POST', '/apply', { postingId, name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com` });
  return desk.applicant(String(id), postingId);
}

describe('Lever as the CRM of its own applications', () => {
  it('ID-4 ID-6 is refused when its administrator signs in there, and the CRM of before stays', async () => {
    const admin = [...account().users.values()].find(({ accessRole }) => accessRole === 'super admin');
    const refused = await desk.logIn('lever-crm', {}, { confirmSwitch: true }, { user: admin?.id ?? '' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'own-lever-account' } });
    expect(await desk.page()).toMatchObject({ crm: 'bullhorn', isConnected: true });
  });
});

describe('applications in Lever', () => {
  it('ID-8 ID-14 SH-11 SH-12 are sent by mode A into the CRM and the vacancy of the posting’s code; a note in Lever leads there', async () => {
    await desk.save({ mode: 'all' });
    const one = await apply('Auto Matic');
    const forward = await desk.forward(one);
    expect(await bullhorn.person('auto.matic@example.com')).toMatchObject({ jobIds: [bullhorn.jobId('DEV-200')] });
    await until(() => notesOf(one.externalId).some((note) => note.includes('sent to Bullhorn') && note.includes(forward.crmPersonUrl ?? 'no address')), 'the note in Lever');
  });

  it('ID-9 ID-16 are sent by the green light, an act of the hub that leaves a note', async () => {
    await desk.save({ mode: 'green' });
    const two = await apply('Green Light');
    await desk.light(two, 'green');
    await desk.forward(two);
    await until(() => notesOf(two.externalId).some((note) => note.includes('traffic light green')), 'the note of the light');
  });

  it('ID-10 ID-15 are sent by the stage that was chosen as status; coming back sends nothing again', async () => {
    const [stage, elsewhere] = account().stages.filter((one) => ['Phone screen', 'On-site interview'].includes(one.text));
    const statuses = await desk.statuses();
    expect(statuses.filter((one) => one.source === 'lever').length).toBe(account().stages.length);
    await desk.save({ mode: 'status', triggerStatusId: `lever:${stage?.id}` });
    const three = await apply('Stage Move');
    await desk.quiet();
    expect(await desk.forwards(three)).toEqual([]);
    await world.inLever('POST', `/opportunities/${three.externalId}/stage`, { stage: stage?.id });
    expect(await desk.forward(three)).toMatchObject({ trigger: 'status' });
    await world.inLever('POST', `/opportunities/${three.externalId}/stage`, { stage: elsewhere?.id ?? 'applicant-new' });
    await world.inLever('POST', `/opportunities/${three.externalId}/stage`, { stage: stage?.id });
    await desk.quiet();
    expect(await desk.forwards(three)).toHaveLength(1);
  });

  it('ID-26 red never deletes or rejects anything in Lever', async () => {
    const four = await apply('Red Light');
    expect(await desk.light(four, 'red')).toMatchObject({ light: 'red', deleteAt: null });
    await desk.quiet();
    expect(account().opportunities.get(four.externalId)).toMatchObject({ archived: null });
  });

  it('ID-27 get the message of arrival once it is switched on; a default cannot be deleted', async () => {
    await desk.api('PUT', '/v1/idibu/responses/received', { subject: 'Thanks', body: 'Hello {{firstName}}', isOn: true });
    expect((await world.api('PUT', '/v1/idibu/responses/received', { subject: 'S', body: '{{salary}}', isOn: true })).status).toBe(422);
    expect((await world.api('DELETE', '/v1/idibu/responses/received')).status).toBe(409);
    const five = await apply('Got Mail');
    await until(async () => (await world.db.asOwner(`select 1 from message where key = 'response:${five.id}:received:once'`)).length === 1, 'the message');
  });

  it('ID-42 archived before the send: not sent', async () => {
    await desk.save({ mode: 'green' });
    const six = await apply('Gone Away');
    const reasonId = account().archiveReasons.find((reason) => reason.type === 'non-hired')?.id;
    await world.inLever('POST', `/opportunities/${six.externalId}/archive`, { reason: reasonId });
    await until(async () => (await desk.applicant(six.externalId, postingId)).state === 'gone', 'the archive');
    await desk.light(six, 'green');
    await desk.quiet();
    expect(await desk.forwards(six)).toEqual([]);
  });
});
