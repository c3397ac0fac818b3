import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/clock.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { LeverClient } from '../../src/lever/client/lever-client.js';
import { LeverTransport } from '../../src/lever/client/lever-transport.js';
import {
  LeverBadRequest, leverOperation, LeverInvalidOffset, LeverNotFound, LeverOutcomeUnknown, LeverUnauthorized, LEVER_OPERATIONS,
  type LeverOperation,
} from '../../src/sdk/lever/index.js';

const DAY_MS = 86_400_000;
const cv = { name: 'cv.txt', contentType: 'text/plain', content: Buffer.from('Ines Okafor\nData Engineer at Northwind') };

/** Every method of the client against the emulator, over HTTP. */
describe('LeverClient against Lever', () => {
  let emulator: LeverEmulator;
  let lever: LeverClient;
  let user: string;
  let posting: string;
  const called = new Set<LeverOperation>();
  const clock = new SandboxClock();

  const clientOf = (key: string): LeverClient => new LeverClient(new LeverTransport({
    baseUrl: emulator.baseUrl, timeoutMs: 2_000, random: () => 0, monotonicMs: () => performance.now(), sleep: async () => undefined,
    authorize: async () => `Basic ${Buffer.from(`${key}:`).toString('base64')}`, permit: async ({ operation }) => { called.add(operation); },
  }));
  const opportunity = async (emails = [`${randomUUID()}@example.org`]) => (await lever.opportunities.create({
    name: 'Ines Okafor', emails, postings: [posting], origin: 'agency', sources: ['Agency Blue'], stage: 'applicant-new',
  }, { performAs: user })).opportunity;
  const act = () => ({ performAs: user });

  beforeAll(async () => {
    emulator = await startLever({ clock, rate: 'off' });
    lever = clientOf('acme-full-key');
    user = (await lever.users.list().toArray()).find(({ accessRole }) => accessRole === 'super admin')?.id ?? '';
    const account = emulator.store.account('acme');
    posting = [...account.postings.values()].find((row) => row.state === 'published' && row.confidentiality === 'non-confidential'
      && row.customQuestions.length === 0)?.id ?? '';
  });
  afterAll(() => emulator.close());

  const recruiter = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${emulator.controlUrl}/lever/accounts/acme${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
    });
    expect(response.status).toBeLessThan(300);
  };

  it('reads opportunities: page by page, resumed, filtered, expanded', async () => {
    const all = await lever.opportunities.list({ confidentiality: 'all' }).toArray();
    expect(all.length).toBeGreaterThan(10);
    const first = await lever.opportunities.list({ confidentiality: 'all' }, { limit: 7 }).pages()[Symbol.asyncIterator]().next();
    const rest = await lever.opportunities.list({ confidentiality: 'all' }, { limit: 7, offset: first.value.next }).toArray();
    expect([...first.value.rows, ...rest].map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const [row] = await lever.opportunities.list({ postingId: [posting] }, { expand: ['applications', 'contact', 'stage', 'owner', 'followers', 'sourcedBy'] }).toArray();
    expect(row?.applications[0]).toMatchObject({ posting, opportunityId: row?.id });
    expect(row?.contact.id).toEqual(expect.any(String));
    expect(row?.stage.text).toEqual(expect.any(String));
    const one = await lever.opportunities.get(row?.id ?? '', { expand: ['contact'] });
    expect(one.contact).toEqual(row?.contact);
    expect(await lever.opportunities.list({ archived: false, stageId: ['lead-new'], createdAtStart: 0 }).toArray()).toEqual(expect.any(Array));
    expect(await lever.opportunities.listDeleted({ deletedAtStart: 0 }).toArray()).toEqual(expect.any(Array));
    await expect(lever.opportunities.get(randomUUID())).rejects.toBeInstanceOf(LeverNotFound);
    await expect(lever.opportunities.list({}, { offset: 'nonsense' }).toArray()).rejects.toBeInstanceOf(LeverInvalidOffset);
    await expect(lever.opportunities.get(row?.id ?? '', { expand: ['posting' as 'stage'] })).rejects.toBeInstanceOf(LeverBadRequest);
  });

  it('creates, tags, moves and archives opportunities; the same person once', async () => {
    const mail = `${randomUUID()}@example.org`;
    const created = await lever.opportunities.create({ name: 'Rui Costa', emails: [mail], createdAt: clock.now() - DAY_MS }, act());
    expect(created.deduped).toBe(false);
    const again = await lever.opportunities.create({ emails: [mail], postings: [posting], tags: ['x'] }, { ...act(), resumeFile: cv, performAsPostingOwner: true });
    expect(again).toMatchObject({ deduped: true, opportunity: { contact: created.opportunity.contact } });
    expect(await lever.resumes.list(again.opportunity.id).toArray()).toHaveLength(1);
    const { id } = again.opportunity;
    await lever.opportunities.addTags(id, ['CP-Sent', 'y'], act());
    await lever.opportunities.removeTags(id, ['y']);
    await lever.opportunities.addSources(id, ['S1', 'S2']);
    await lever.opportunities.removeSources(id, ['S2']);
    await lever.opportunities.addLinks(id, ['https://example.org/a', 'https://example.org/b']);
    await lever.opportunities.removeLinks(id, ['https://example.org/b']);
    await lever.opportunities.updateStage(id, 'applicant-new', act());
    const reason = (await lever.archiveReasons.list({ type: 'non-hired' }).toArray())[0]?.id ?? '';
    await lever.opportunities.updateArchived(id, { reason }, act());
    const row = await lever.opportunities.get(id);
    expect(row).toMatchObject({ stage: 'applicant-new', archived: { reason }, links: ['https://example.org/a'] });
    expect(row.tags).toEqual(expect.arrayContaining(['x', 'CP-Sent']));
    expect(row.tags).not.toContain('y');
    expect(row.sources).toContain('S1');
    expect(row.sources).not.toContain('S2');
    await lever.opportunities.updateArchived(id, { reason: null });
    expect((await lever.opportunities.get(id)).archived).toBeNull();
    await expect(lever.opportunities.create({ name: 'x' }, { performAs: randomUUID() })).rejects.toBeInstanceOf(LeverBadRequest);
  });

  it('reads and updates contacts, reads applications', async () => {
    const { id, contact, applications } = await opportunity();
    await lever.contacts.update(contact, { name: 'Ines O.', location: 'Porto' });
    expect(await lever.contacts.get(contact)).toMatchObject({ name: 'Ines O.', location: { name: 'Porto' } });
    expect(await lever.applications.get(id, applications[0] ?? '', { expand: ['posting', 'user'] })).toMatchObject({ type: 'user', posting: { id: posting } });
    expect(await lever.applications.list(id).toArray()).toHaveLength(1);
    expect(await lever.applications.listDeleted({ deletedAtStart: clock.now() - DAY_MS, deletedAtEnd: clock.now() }).toArray()).toEqual(expect.any(Array));
  });

  it('writes notes with their own time, answers them, replaces and deletes them', async () => {
    const { id } = await opportunity();
    const createdAt = clock.now() - DAY_MS;
    const note = await lever.notes.create(id, { value: 'Invited', createdAt }, act());
    expect(note.createdAt).toBe(createdAt);
    await lever.notes.create(id, { value: 'Reply' }, { replyTo: note.id });
    expect(await lever.notes.get(id, note.id, { expand: ['user'] })).toMatchObject({ user: { id: user }, fields: [{ value: 'Invited', createdAt }, { value: 'Reply' }] });
    await lever.notes.update(id, note.id, { values: [{ value: 'Corrected' }] });
    expect((await lever.notes.list(id).toArray())[0]?.fields.map(({ value }) => value)).toEqual(['Corrected']);
    await lever.notes.delete(id, note.id);
    expect(await lever.notes.list(id).toArray()).toEqual([]);
  });

  it('reads and downloads résumés, uploads, downloads and deletes files', async () => {
    const { opportunity: row } = await lever.opportunities.create({ name: 'X', emails: [`${randomUUID()}@example.org`] }, { ...act(), resumeFile: cv });
    const [resume] = await lever.resumes.list(row.id).toArray();
    expect(await lever.resumes.get(row.id, resume?.id ?? '')).toMatchObject({ file: { name: 'cv.txt', size: cv.content.byteLength } });
    const download = await lever.resumes.download(row.id, resume?.id ?? '');
    expect(Buffer.from(download.content)).toEqual(cv.content);
    expect(download.fileName).toBe('cv.txt');
    const file = await lever.files.upload(row.id, { ...cv, name: 'letter.txt' }, act());
    expect(await lever.files.get(row.id, file.id)).toMatchObject({ name: 'letter.txt' });
    expect((await lever.files.list(row.id).toArray()).map(({ id }) => id)).toContain(file.id);
    expect(Buffer.from((await lever.files.download(row.id, file.id)).content)).toEqual(cv.content);
    await lever.files.delete(row.id, file.id, act());
    expect((await lever.files.actions(row.id).toArray()).map(({ type }) => type)).toEqual(expect.arrayContaining(['file-added', 'file-remove']));
  });

  it('writes postings, reads their form and applies', async () => {
    const { id } = await lever.postings.create({ text: 'Data Engineer', state: 'published' }, act());
    await lever.postings.update(id, { text: 'Senior Data Engineer' }, act());
    expect(await lever.postings.get(id, { expand: ['owner', 'hiringManager', 'user', 'followers'] })).toMatchObject({ text: 'Senior Data Engineer', owner: { id: user } });
    expect((await lever.postings.list({ state: 'published', distributionChannel: ['public', 'internal'] }).toArray()).length).toBeGreaterThan(1);
    expect((await lever.postings.listChanged({ updatedAtStart: clock.now() - 60_000 }).toArray()).map((row) => row.id)).toContain(id);
    expect(await lever.postings.listDeleted().toArray()).toEqual(expect.any(Array));
    expect((await lever.postings.users(id)).posting.id).toBe(id);
    expect((await lever.postings.applyForm(id, { distribution: 'external' })).personalInformation.map(({ name }) => name)).toContain('email');
    const upload = await lever.uploads.create(cv);
    const email = `${randomUUID()}@example.org`;
    const { applicationId } = await lever.postings.apply(id, { personalInformation: [
      { name: 'fullName', value: 'Ines Okafor' }, { name: 'email', value: email }, { name: 'resume', value: upload.uri },
    ] }, { sendConfirmationEmail: false });
    expect((await lever.opportunities.list({ email }).toArray())[0]).toMatchObject({ applications: [applicationId], stage: 'applicant-new' });
  });

  it('reads pipeline, sources and tags', async () => {
    const stages = await lever.stages.list().toArray();
    expect(stages.map(({ id }) => id)).toContain('applicant-new');
    expect(await lever.stages.get('lead-new')).toEqual(stages.find(({ id }) => id === 'lead-new'));
    const disposition = await lever.stages.disposition();
    expect(disposition.stages.find(({ id }) => id === 'lead-new')?.pipeline).toBe('lead');
    const [reason] = await lever.archiveReasons.list().toArray();
    expect(await lever.archiveReasons.get(reason?.id ?? '')).toEqual(reason);
    expect((await lever.sources.list().toArray()).length).toBeGreaterThan(0);
    expect((await lever.tags.list().toArray()).length).toBeGreaterThan(0);
  });

  it('writes users', async () => {
    const email = `${randomUUID()}@acme.example`;
    const { id } = await lever.users.create({ name: 'Nuno', email });
    await lever.users.update(id, { name: 'Nuno Reis', email, accessRole: 'team member' });
    expect(await lever.users.get(id)).toMatchObject({ name: 'Nuno Reis', accessRole: 'team member' });
    await lever.users.deactivate(id);
    expect(await lever.users.list({ email, includeDeactivated: true }).toArray()).toMatchObject([{ deactivatedAt: expect.any(Number) }]);
    await lever.users.reactivate(id);
    await expect(lever.users.create({ name: 'x', email })).rejects.toMatchObject({ pointer: '/email' });
  });

  it('writes requisitions and their fields', async () => {
    const code = `ENG-${randomUUID().slice(0, 8)}`;
    const body = { name: 'Data Engineer', requisitionCode: code, headcountTotal: 2 } as const;
    const { id } = await lever.requisitions.create(body);
    await lever.requisitions.update(id, { ...body, headcountTotal: 'unlimited' });
    expect(await lever.requisitions.get(id, { expand: ['owner', 'creator', 'hiringManager', 'postings'] })).toMatchObject({ requisitionCode: code });
    expect(await lever.requisitions.list({ requisitionCode: code }).toArray()).toHaveLength(1);
    await lever.requisitions.delete(id);
    const name = `f_${randomUUID().slice(0, 8)}`;
    const field = { id: name, text: 'Band', type: 'dropdown', isRequired: false, options: [{ text: 'A' }] };
    const made = await lever.requisitionFields.create(field);
    await lever.requisitionFields.update(made.id, { ...field, text: 'Pay band' });
    await lever.requisitionFields.addOptions(made.id, [{ text: 'B' }]);
    const options = (await lever.requisitionFields.get(made.id)).options;
    expect(options.map(({ text }) => text)).toEqual(['A', 'B']);
    await lever.requisitionFields.updateOptions(made.id, options.map(({ id: option, text }) => ({ id: option ?? '', text: `${text}!` })));
    await lever.requisitionFields.removeOptions(made.id, [options[0]?.id ?? '']);
    expect((await lever.requisitionFields.get(made.id)).options.map(({ text }) => text)).toEqual(['B!']);
    expect((await lever.requisitionFields.list({ type: 'dropdown' }).toArray()).map((row) => row.id)).toContain(made.id);
    await lever.requisitionFields.delete(made.id);
  });

  it('writes panels and interviews', async () => {
    const { id } = await opportunity();
    const interview = { interviewers: [{ id: user }], date: clock.now() + DAY_MS, duration: 60, subject: 'Technical' };
    const panel = await lever.panels.create(id, { timezone: 'Europe/Lisbon', interviews: [interview] }, act());
    const read = await lever.panels.get(id, panel.id, { expand: ['user', 'stage'] });
    expect(read).toMatchObject({ user: { id: user }, interviews: [{ durationMinutes: 60, subject: 'Technical' }] });
    await lever.panels.update(id, panel.id, { timezone: 'Europe/Lisbon', interviews: [{ ...interview, id: read.interviews[0]?.id, subject: 'Culture' }] }, act());
    const second = await lever.interviews.create(id, { ...interview, panel: panel.id }, act());
    await lever.interviews.update(id, second.id, { ...interview, panel: panel.id, duration: 30 }, act());
    expect(await lever.interviews.get(id, second.id, { expand: ['user', 'postings', 'stage', 'feedbackForms'] })).toMatchObject({ durationMinutes: 30, panel: panel.id });
    expect(await lever.interviews.list(id).toArray()).toHaveLength(2);
    await lever.interviews.delete(id, second.id, act());
    await lever.panels.delete(id, panel.id, act());
    expect(await lever.panels.list(id).toArray()).toEqual([]);
  });

  it('writes feedback, forms and their templates', async () => {
    const { id } = await opportunity();
    const rating = { type: 'score-system', text: 'Rating', required: true, options: ['1 - Strong No Hire', '2 - No Hire', '3 - Hire', '4 - Strong Hire'].map((text) => ({ text })) };
    const template = await lever.feedbackTemplates.create({ text: 'Screen', fields: [rating, { type: 'text', text: 'Why?' }] });
    await lever.feedbackTemplates.update(template.id, { text: 'Phone screen', fields: [rating, { type: 'text', text: 'Why?' }] });
    const shown = await lever.feedbackTemplates.get(template.id);
    expect((await lever.feedbackTemplates.list().toArray()).map((row) => row.id)).toContain(template.id);
    const fieldValues = [{ id: shown.fields[0]?.id ?? '', value: '3 - Hire' }, { id: shown.fields[1]?.id ?? '', value: 'Good' }];
    const feedback = await lever.feedback.create(id, { baseTemplateId: template.id, fieldValues, completedAt: clock.now() }, act());
    await lever.feedback.update(id, feedback.id, { fieldValues }, act());
    expect(await lever.feedback.get(id, feedback.id, { expand: ['user'] })).toMatchObject({ user: { id: user } });
    expect(await lever.feedback.list(id).toArray()).toHaveLength(1);
    await lever.feedback.delete(id, feedback.id, act());
    expect((await lever.feedback.get(id, feedback.id)).deletedAt).toEqual(expect.any(Number));
    const plain = await lever.formTemplates.create({ text: 'Facts', fields: [{ type: 'text', text: 'Notice period' }] });
    await lever.formTemplates.update(plain.id, { text: 'More facts', fields: [{ type: 'text', text: 'Notice period' }] });
    const fields = (await lever.formTemplates.get(plain.id)).fields.map((field) => ({ id: field.id ?? '', value: '1 month' }));
    const form = await lever.forms.create(id, { baseTemplateId: plain.id, fields }, act());
    expect(await lever.forms.get(id, form.id, { expand: ['user', 'stage'] })).toMatchObject({ fields: [{ value: '1 month' }] });
    expect(await lever.forms.list(id).toArray()).toHaveLength(1);
    expect((await lever.formTemplates.list().toArray()).length).toBeGreaterThan(0);
    await lever.formTemplates.delete(plain.id);
    await lever.feedbackTemplates.delete(template.id);
  });

  it('reads referrals and offers', async () => {
    const { id } = await opportunity();
    await recruiter(`/opportunities/${id}/offers`, { status: 'sent' });
    const [offer] = await lever.offers.list(id, { expand: ['creator'] }).toArray();
    expect(offer).toMatchObject({ status: 'sent', creator: { id: expect.any(String) } });
    expect((await lever.offers.download(id, offer?.id ?? '', { status: 'sent' })).content.byteLength).toBeGreaterThan(0);
    const email = `${randomUUID()}@example.org`;
    await recruiter('/refer', { name: 'Lia', email, postingId: posting });
    const referred = (await lever.opportunities.list({ email }).toArray())[0]?.id ?? '';
    const [referral] = await lever.referrals.list(referred, { expand: ['user', 'referrer', 'stage'] }).toArray();
    expect(await lever.referrals.get(referred, referral?.id ?? '')).toMatchObject({ id: referral?.id });
  });

  it('reads surveys, equal-opportunity answers and audit events', async () => {
    expect(await lever.eeoResponses.list({ createdAtStart: 0 }, { expand: ['contact', 'posting', 'hiringManager'] }).toArray()).toEqual(expect.any(Array));
    expect(await lever.eeoResponses.listAnonymous({ fromDate: 0, toDate: clock.now() }).toArray()).toEqual(expect.any(Array));
    expect(await lever.diversitySurveys.list(posting).toArray()).toEqual(expect.any(Array));
    expect(await lever.auditEvents.list({ createdAtStart: 0 }).toArray()).toEqual(expect.any(Array));
  });

  it('manages webhooks, whose signature token is shown once', async () => {
    const made = await lever.webhooks.create({ url: 'https://hub.example/hook', event: 'candidateStageChange' });
    expect(made.configuration.signatureToken).toMatch(/^[0-9a-f]{48}$/);
    const [listed] = (await lever.webhooks.list().toArray()).filter(({ id }) => id === made.id);
    expect(listed?.configuration.signatureToken).toBeNull();
    await lever.webhooks.update([{ id: made.id, url: 'https://hub.example/other' }]);
    expect((await lever.webhooks.list().toArray()).find(({ id }) => id === made.id)?.url).toBe('https://hub.example/other');
    await lever.webhooks.delete(made.id);
  });

  it('tells a note that was applied from one that was not by looking back', async () => {
    const { id } = await opportunity();
    for (const [kind, expected] of [['cut-after', 1], ['cut-before', 0]] as const) {
      const fault = await fetch(`${emulator.controlUrl}/faults`, {
        method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ route: 'POST /v1/opportunities/:o/notes', kind, times: 1 }),
      });
      expect(fault.status).toBeLessThan(300);
      await expect(lever.notes.create(id, { value: kind, createdAt: 1_000 }, act())).rejects.toBeInstanceOf(LeverOutcomeUnknown);
      const found = (await lever.notes.list(id).toArray()).filter(({ fields }) => fields[0]?.value === kind);
      expect(found).toHaveLength(expected);
    }
  });

  it('learns that a key was deleted', async () => {
    const key = emulator.store.access.addKey({ name: 'short-lived', accountSlug: 'acme' });
    const client = clientOf(key.token);
    expect((await client.stages.list().toArray()).length).toBeGreaterThan(0);
    emulator.store.access.revokeKey(key);
    await expect(client.stages.list().toArray()).rejects.toBeInstanceOf(LeverUnauthorized);
  });

  it('has called every operation it knows, apart from the deprecated names', () => {
    const all = (Object.keys(LEVER_OPERATIONS) as LeverOperation[]).filter((id) => !leverOperation(id).path.startsWith('/candidates'));
    expect(all.filter((id) => !called.has(id))).toEqual([]);
  });
});
