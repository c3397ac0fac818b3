import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeverDriver } from './testing/drive-lever.js';

describe('the resources below opportunities', () => {
  let driver: LeverDriver;
  let admin: string;
  let id: string;
  let root: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    admin = driver.userId();
    const made = await driver.call('POST', `/opportunities?perform_as=${admin}`, { name: 'Sub Ject',
      postings: [driver.postingId()] });
    id = made.row.id;
    root = `/opportunities/${id}`;
  });
  afterAll(() => driver.close());

  const as = (path: string) => `${path}?perform_as=${admin}`;

  it('creates, answers, replaces and deletes notes', async () => {
    const past = driver.clock.now() - 60_000;
    const made = await driver.call('POST', as(`${root}/notes`), { value: 'First', createdAt: past, score: 4 });
    expect(made.status).toBe(201);
    expect(made.row).toEqual({
      id: made.row.id, noteId: made.row.id, text: 'Note', user: admin, secret: false, completedAt: past, createdAt: past,
        deletedAt: null,
      fields: [{ createdAt: past, score: 4, stage: 'lead-new', text: 'Comment', type: 'note', user: admin, value: 'First' }],
    });
    await driver.call('POST', `${as(`${root}/notes`)}&note_id=${made.row.id}`, { value: 'Second' });
    const read = await driver.get(`${root}/notes/${made.row.id}`);
    expect((read.row.fields as object[]).map((field) => (field as { value: string }).value)).toEqual(['First', 'Second']);
    expect(Object.keys(read.row)).not.toContain('noteId');
    const replaced = await driver.call('PUT', `${root}/notes/${made.row.id}`, { values: [{ value: 'Only' }], secret: true });
    expect(replaced.row).toEqual({ noteId: made.row.id });
    expect((await driver.get(`${root}/notes`)).rows).toMatchObject([{ secret: true, fields: [{ value: 'Only' }] }]);
    expect((await driver.call('DELETE', `${root}/notes/${made.row.id}`)).status).toBe(204);
    expect((await driver.get(`${root}/notes`)).body).toEqual({ data: [], hasNext: false });
  });

  it('takes notes as a form, without an actor, and refuses instants to come', async () => {
    const form = await driver.call('POST', `${root}/notes`, new URLSearchParams({ value: 'By form' }));
    expect(form.row).toMatchObject({ user: null, fields: [{ value: 'By form', user: null }] });
    expect((await driver.call('POST', `${root}/notes`, { value: 'x', createdAt: driver.clock.now() + 9999 })).status).toBe(400);
    expect((await driver.call('POST', `${root}/notes`, {})).status).toBe(400);
  });

  it('keeps, downloads and deletes files, with their actions', async () => {
    const form = new FormData();
    form.set('file', new Blob([Buffer.from([0x25, 0x50, 0x44, 0x46, 1, 2, 3])]), 'Portfolio.pdf');
    expect((await driver.call('POST', `${root}/files`, form)).status).toBe(400);
    const again = new FormData();
    again.set('file', new Blob([Buffer.from([0x25, 0x50, 0x44, 0x46, 1, 2, 3])]), 'Portfolio.pdf');
    const made = await driver.call('POST', as(`${root}/files`), again);
    expect(made.status).toBe(201);
    expect(Object.keys(made.row)).toEqual(['id', 'downloadUrl', 'ext', 'name', 'uploadedAt', 'status', 'size']);
    const download = await fetch(String(made.row.downloadUrl), { headers: { authorization: 'Bearer acme-full-key' } });
    expect(download.headers.get('content-type')).toBe('application/pdf');
    expect([...new Uint8Array(await download.arrayBuffer())]).toEqual([0x25, 0x50, 0x44, 0x46, 1, 2, 3]);
    const broken = new FormData();
    broken.set('file', new Blob(['not a pdf']), 'broken.pdf');
    const { row: damaged } = await driver.call('POST', as(`${root}/files`), broken);
    expect(damaged.status).toBe('error');
    expect((await driver.get(`${root}/files/${damaged.id}/download`)).status).toBe(422);
    expect((await driver.call('DELETE', as(`${root}/files/${made.row.id}`))).status).toBe(204);
    const types = (await driver.get(`${root}/file_actions`)).rows.map((row) => row.type);
    expect(types.toSorted()).toEqual(['file-added', 'file-added', 'file-remove']);
  });

  it('downloads the seeded PDF and DOCX résumés unchanged, and shows what they say', async () => {
    const withPdf = driver.account.opportunities.all().find(({ resumes }) => resumes[0]?.file?.name.endsWith('.pdf') === true);
    const [resume] = (await driver.get(`/opportunities/${withPdf?.id}/resumes`)).rows;
    expect(resume).toMatchObject({ file: { ext: 'pdf', status: 'processed' } });
    const { positions } = resume?.parsedData as { positions: object[] };
    expect(positions[0]).toMatchObject({ org: expect.any(String), start: { year: expect.any(Number),
      month: expect.any(Number) } });
    const download = await fetch(`${driver.lever.baseUrl}/opportunities/${withPdf?.id}/resumes/${resume?.id}/download`,
      { headers: { authorization: 'Bearer acme-full-key' } });
    expect(Buffer.from(await download.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('schedules panels and interviews as recorded', async () => {
    const date = driver.clock.now() + 86_400_000;
    const body = { timezone: 'Europe/Lisbon', interviews: [{ subject: 'Technical', interviewers: [{ id: admin }], date,
      duration: 60 }] };
    expect((await driver.call('POST', `${root}/panels`, body)).status).toBe(400);
    const made = await driver.call('POST', as(`${root}/panels`), body);
    expect(made.row).toMatchObject({
      start: date, end: date + 3_600_000, externallyManaged: true, feedbackReminder: 'daily', canceledAt: null, note: null,
      applications: [expect.any(String)], stage: 'lead-new', user: admin,
      interviews: [{ feedbackTemplate: 'no-feedback', location: null, interviewers: [{ responseStatus: 'needsAction',
        id: admin }] }],
    });
    const added = await driver.call('POST', as(`${root}/interviews`), {
      panel: made.row.id, interviewers: [{ id: admin }], date: date + 7_200_000, duration: 30,
    });
    expect(Object.keys(added.row)).toEqual([
      'id', 'panel', 'subject', 'note', 'interviewers', 'timezone', 'createdAt', 'date', 'duration', 'location',
        'feedbackTemplate',
      'feedbackForms', 'feedbackReminder', 'user', 'stage', 'canceledAt', 'postings', 'gcalEventUrl', 'opportunityId',
    ]);
    expect((await driver.get(`${root}/interviews`)).rows).toHaveLength(2);
    const [first] = made.row.interviews as Array<{ id: string }>;
    const replaced = await driver.call('PUT', as(`${root}/panels/${made.row.id}`), {
      timezone: 'UTC', interviews: [{ id: first?.id, interviewers: [{ id: admin }], date, duration: 15 }],
    });
    expect(replaced.row).toMatchObject({ timezone: 'UTC', end: date + 900_000, interviews: [{ id: first?.id, subject: null }] });
    expect((await driver.call('DELETE', as(`${root}/interviews/${first?.id}`))).status).toBe(204);
    expect((await driver.get(`${root}/panels/${made.row.id}`)).status).toBe(404);
    expect((await driver.call('POST', as(`${root}/panels`), { ...body, interviews: [] })).status).toBe(400);
  });

  it('collects feedback on templates, and answers updates with the internal record', async () => {
    const template = await driver.call('POST', '/feedback_templates', {
      text: 'Quick view', fields: [{ type: 'score-system', text: 'Rating', required: true }, { type: 'textarea', text: 'Why' }],
    });
    expect(template.status).toBe(201);
    const [rating, why] = template.row.fields as Array<{ id: string; options?: object[] }>;
    expect(rating?.options).toEqual([{ text: '4 - Strong Hire' }, { text: '3 - Hire' }, { text: '2 - No Hire' },
      { text: '1 - Strong No Hire' }]);
    expect((await driver.call('POST', '/feedback_templates', { text: 'x', fields: [{ type: 'text',
      text: 'y' }] })).status).toBe(400);
    const made = await driver.call('POST', as(`${root}/feedback`), { baseTemplateId: template.row.id });
    expect(made.row).toMatchObject({ type: 'interview', interview: null, panel: null, user: admin, updatedAt: null,
      deletedAt: null });
    const updated = await driver.call('PUT', as(`${root}/feedback/${made.row.id}`), { fieldValues: [{ id: rating?.id,
      value: '3 - Hire' }] });
    expect(updated.row).toMatchObject({
      accountId: driver.account.id, profileId: id, userId: admin,
      fields: [{ type: 'score', isSummary: true, overall: true, value: '3 - Hire' }, { id: why?.id, type: 'textarea' }],
    });
    expect((await driver.get(`${root}/feedback/${made.row.id}`)).row).toMatchObject({
      fields: [{ type: 'score-system', value: '3 - Hire' }, { value: null }], updatedAt: expect.any(Number),
    });
    expect((await driver.call('DELETE', as(`${root}/feedback/${made.row.id}`))).status).toBe(204);
    expect((await driver.get(`${root}/feedback`)).rows).toEqual([]);
    expect((await driver.get(`${root}/feedback/${made.row.id}`)).row.deletedAt).toEqual(expect.any(Number));
    expect((await driver.call('DELETE', `/feedback_templates/${template.row.id}`)).status).toBe(204);
    const [builtIn] = (await driver.get('/feedback_templates')).rows;
    expect((await driver.call('DELETE', `/feedback_templates/${builtIn?.id}`)).status).toBe(400);
  });

  it('fills profile forms that match their template', async () => {
    const [template] = (await driver.get('/form_templates')).rows;
    const fields = template?.fields as Array<{ id: string; type: string }>;
    const made = await driver.call('POST', as(`${root}/forms`), {
      baseTemplateId: template?.id, fields: fields.map(({ id: field, type }) => ({ id: field, value: type === 'date'
        ? 1 : null })),
    });
    expect(made.row).toMatchObject({ type: 'form', user: admin, stage: 'lead-new', deletedAt: null, fields: [{ value: 1 },
      { currency: 'USD' }, {}] });
    expect((await driver.call('POST', as(`${root}/forms`), { baseTemplateId: template?.id, fields: [] })).status).toBe(400);
    expect((await driver.get(`${root}/forms/${made.row.id}`)).row).toEqual(made.row);
    expect((await driver.get('/form_templates?include=text')).rows).toEqual([{ id: template?.id, text: template?.text }]);
  });
});

describe('the resources of the account', () => {
  let driver: LeverDriver;

  beforeAll(async () => { driver = await LeverDriver.start(); });
  afterAll(() => driver.close());

  it('creates and updates postings, hides internal-site ones from plain published lists', async () => {
    const admin = driver.userId();
    expect((await driver.call('POST', '/postings', { text: 'X' })).status).toBe(400);
    const made = await driver.call('POST', `/postings?perform_as=${admin}`, {
      text: 'Data Engineer', state: 'published', distributionChannels: ['internal'], workplaceType: 'hybrid',
      categories: { team: 'Platform', location: 'Lisbon' }, content: { descriptionHtml: '<div>Hello</div>',
        lists: [{ text: 'Must', content: '<li>SQL</li>' }] },
      salaryRange: { min: 1, max: 2, currency: 'EUR', interval: 'per-year-salary' },
    });
    expect([made.status, made.row.owner, made.row.user]).toEqual([201, admin, admin]);
    expect(made.row).toMatchObject({ content: { description: 'Hello\n', closing: '' }, salaryRange: { max: 2 },
      categories: { allLocations: ['Lisbon'] } });
    const ids = async (query: string) => (await driver.get(`/postings?${query}`)).rows.map((row) => row.id);
    expect(await ids('state=published')).not.toContain(made.row.id);
    expect(await ids('state=published&distributionChannel=public&distributionChannel=internal')).toContain(made.row.id);
    expect(await ids('team=Platform&location=Lisbon')).toEqual([made.row.id]);
    expect((await driver.get('/postings?updated_at_start=0&state=published')).status).toBe(400);
    expect(await ids(`updated_at_start=${String(made.row.createdAt)}&confidentiality=all`)).toEqual([made.row.id]);
    const update = (body: object) => driver.call('POST', `/postings/${made.row.id}?perform_as=${admin}`, body);
    expect((await update({ state: 'closed' })).row).toMatchObject({ state: 'closed', urls: null, distributionChannels: null,
      text: 'Data Engineer' });
    for (const body of [{ workplaceType: 'unspecified' }, { salaryRange: { min: 1 } },
      { content: { descriptionHtml: '<script>' } }]) {
      expect((await update(body)).status).toBe(400);
    }
    expect(Object.keys((await driver.get(`/postings/${made.row.id}/users`)).body)).toEqual(['posting', 'users', 'roles']);
  });

  it('answers requisition writes with internal records, reads with the public one', async () => {
    const made = await driver.call('POST', '/requisitions', { name: 'Data Engineer', requisitionCode: 'ENG-12',
      headcountTotal: 1, team: 'Platform' });
    expect(made.status).toBe(201);
    expect(made.row).toMatchObject({
      accountId: driver.account.id, creatorUserId: null, ownerUserId: null, postingIds: [], reservedOfferIds: [],
        hasConfidentialPosting: false,
      stateHistory: [{ status: 'open', attribution: { service: 'data-api' } }],
      search: { nameCodeTokens: ['data', 'engineer', 'data engineer', 'eng', '12', 'eng-12'] },
    });
    const read = await driver.get(`/requisitions/${made.row.id}`);
    expect(read.row).toMatchObject({ creator: null, postings: [], approval: { steps: [] }, team: 'Platform',
      compensationBand: null });
    const replaced = await driver.call('PUT', `/requisitions/${made.row.id}`, { name: 'D', requisitionCode: 'ENG-12',
      headcountTotal: 'unlimited' });
    expect(replaced.row).toMatchObject({ headcountInfinite: true });
    expect((await driver.get(`/requisitions/${made.row.id}`)).row).toMatchObject({ team: null, headcountTotal: 'unlimited' });
    expect((await driver.get('/requisitions?requisition_code=ENG-12')).rows).toHaveLength(1);
    expect((await driver.call('DELETE', `/requisitions/${made.row.id}`)).status).toBe(204);
    await driver.recruiter('PUT', '/settings', { requisitionApiEnabled: false });
    expect((await driver.call('POST', '/requisitions', { name: 'x', requisitionCode: 'y', headcountTotal: 1 })).status).toBe(403);
  });

  it('manages requisition fields and their options', async () => {
    expect(Object.keys((await driver.get('/requisition_fields')).body)).toEqual(['data']);
    const made = await driver.call('POST', '/requisition_fields', { id: 'shift', text: 'Shift', type: 'dropdown',
      options: [{ text: 'day' }] });
    expect(made.row).toMatchObject({ id: 'shift', isRequired: false, options: [{ id: expect.any(String), text: 'day' }] });
    const added = await driver.call('POST', '/requisition_fields/shift/options', { values: [{ text: 'night' },
      { text: 'late' }] });
    expect([added.status, added.row]).toEqual([201, { id: expect.any(String), text: 'late' }]);
    const updated = await driver.call('PUT', '/requisition_fields/shift/options', { values: [{ id: added.row.id,
      text: 'very late' }] });
    expect(updated.row).toMatchObject({ options: [{ text: 'day' }, { text: 'night' }, { text: 'very late' }] });
    expect((await driver.call('DELETE', '/requisition_fields/shift/options', { values: [added.row.id] })).status).toBe(204);
    const replaced = await driver.call('PUT', '/requisition_fields/shift', { text: 'Shift', type: 'text' });
    expect(replaced.row).toEqual({ id: 'shift', text: 'Shift', type: 'text', isRequired: false });
    expect((await driver.call('DELETE', '/requisition_fields/shift')).status).toBe(204);
  });

  it('creates, replaces, deactivates and reactivates users', async () => {
    const made = await driver.call('POST', '/users', { name: 'New User', email: 'new.user@acme.example' });
    expect(made.row).toMatchObject({ username: 'new.user', accessRole: 'interviewer', photo: null, deactivatedAt: null,
      linkedContactIds: null });
    const again = await driver.call('POST', '/users', { name: 'New User', email: 'NEW.user@acme.example' });
    expect(again.body).toEqual({ code: 'BadRequestError', message: 'A user already exists with that email address. at /email' });
    const body = { name: 'New User', email: 'new.user@acme.example', accessRole: 'admin', jobTitle: 'Lead' };
    expect((await driver.call('PUT', `/users/${made.row.id}`, body)).row).toMatchObject({ jobTitle: 'Lead',
      accessRole: 'admin' });
    expect((await driver.call('PUT', `/users/${made.row.id}`, { name: 'x', email: body.email })).status).toBe(400);
    expect((await driver.call('POST', `/users/${made.row.id}/deactivate`)).row.deactivatedAt).toEqual(expect.any(Number));
    expect((await driver.get('/users')).rows.map((row) => row.id)).not.toContain(made.row.id);
    expect((await driver.get('/users?includeDeactivated=True')).rows.map((row) => row.id)).toContain(made.row.id);
    expect((await driver.call('POST', `/users/${made.row.id}/reactivate`)).row.deactivatedAt).toBeNull();
    const audit = (await driver.get(`/audit_events?target_type=user&target_id=${made.row.id}`)).rows.map((row) => row.type);
    expect(audit.toSorted()).toEqual(['user.role:changed', 'user:added', 'user:deactivated', 'user:reactivated']);
  });

  it('tells stages with rank and pipeline, and reasons by type', async () => {
    const { row } = await driver.get('/disposition_stages');
    expect((row.stages as object[])[0]).toEqual({ id: 'lead-new', text: 'New lead', pipeline: 'lead', rank: 1,
      hasInterview: false });
    expect((row.archiveReasons as object[])[0]).toMatchObject({ text: 'Hired', type: 'hired', status: 'active' });
    expect((row.archiveReasons as object[])[1]).toMatchObject({ type: null });
    expect((await driver.get('/archive_reasons?type=hired')).rows).toMatchObject([{ text: 'Hired', type: 'hired' }]);
    expect((await driver.get('/archive_reasons?type=non-hired')).rows).toMatchObject(Array(7).fill({ type: 'non-hired' }));
  });

  it('records EEO answers of the last week, with and without the person, and shows surveys', async () => {
    const posting = [...driver.account.postings.values()].find((row) => row.asksEeo && row.state === 'published'
      && row.confidentiality === 'non-confidential');
    await driver.call('POST', `/postings/${posting?.id}/apply`, {
      personalInformation: [{ name: 'fullName', value: 'E' }, { name: 'email', value: 'e@example.com' }],
        eeoResponses: { gender: 'Female' },
    });
    const [named] = (await driver.get('/eeo/responses/pii?expand=contact')).rows;
    expect(named).toMatchObject({ gender: 'Female', eeoResponseSource: 'api', applicationTitle: posting?.text,
      contact: { name: 'E' } });
    const [anonymous] = (await driver.get('/eeo/responses')).rows;
    expect(Object.keys(anonymous ?? {})).toEqual([
      'applicationArchivedAt', 'applicationArchivedBy', 'applicationArchiveReason', 'applicationTitle', 'appliedAt',
        'currentStage', 'gender',
    ]);
    expect((await driver.get(`/surveys/diversity/${posting?.id}?country_code=US`)).rows).toHaveLength(1);
    expect((await driver.get(`/surveys/diversity/${posting?.id}?country_code=XX`)).rows).toEqual([]);
  });
});
