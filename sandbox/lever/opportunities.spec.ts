import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeverDriver, type Row } from './testing/drive-lever.js';

describe('creating and changing opportunities', () => {
  let driver: LeverDriver;
  let admin: string;
  let posting: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    admin = driver.userId();
    posting = driver.postingId();
  });
  afterAll(() => driver.close());

  const create = (body: object, query = `perform_as=${admin}`) => driver.call('POST', `/opportunities?${query}`, body);
  const apply = (email: string, at = posting) => driver.call('POST', `/postings/${at}/apply`, {
    personalInformation: [{ name: 'fullName', value: 'Ada Quill' }, { name: 'email', value: email }],
  });
  const byEmail = async (email: string): Promise<Row[]> =>
    (await driver.get(`/opportunities?email=${email}&expand=applications`)).rows;

  it('needs perform_as, of a user who exists and is active', async () => {
    expect((await create({}, '')).body).toMatchObject({ code: 'BadRequestError',
      message: expect.stringContaining('perform_as') });
    expect((await create({}, 'perform_as=nobody')).status).toBe(400);
    const inactive = [...driver.account.users.values()].find(({ deactivatedAt }) => deactivatedAt !== null);
    expect((await create({}, `perform_as=${inactive?.id}`)).status).toBe(400);
    expect((await create({})).status).toBe(201);
  });

  it('answers the recorded shape: user application, merged tags, first stage, no location yet', async () => {
    const reply = await create({
      name: 'Shape Test', headline: 'Northwind', emails: ['shape@example.com'], tags: ['Test'], sources: ['LinkedIn'],
        origin: 'sourced',
      phones: [{ type: 'mobile', value: '(555) 123-4567' }], postings: [posting],
    });
    expect(reply.status).toBe(201);
    expect(reply.body.deduped).toBe(false);
    expect(Object.keys(reply.row)).toEqual([
      'id', 'name', 'contact', 'headline', 'stage', 'confidentiality', 'location', 'phones', 'emails', 'links', 'archived',
        'tags',
      'sources', 'stageChanges', 'origin', 'sourcedBy', 'owner', 'followers', 'applications', 'createdAt', 'updatedAt',
      'lastInteractionAt', 'lastAdvancedAt', 'snoozedUntil', 'urls', 'isAnonymized', 'dataProtection',
    ]);
    const job = driver.account.postings.get(posting);
    expect(reply.row).toMatchObject({
      stage: 'lead-new', origin: 'sourced', sourcedBy: admin, owner: admin, followers: [job?.owner], location: '', archived: null,
      tags: ['Test', job?.text, job?.categories.department, job?.categories.team, job?.categories.location,
        job?.categories.commitment],
      stageChanges: [{ toStageId: 'lead-new', toStageIndex: 0, userId: admin }],
    });
    const read = await driver.get(`/opportunities/${reply.row.id}?expand=applications`);
    expect(read.row).toMatchObject({
      opportunityLocation: job?.categories.location,
      applications: [{ type: 'user', user: admin, posting, postingOwner: job?.owner, name: null, email: null, phone: null,
        archived: null }],
    });
  });

  it('dedupes by e-mail: a new opportunity on the same contact, whose own data wins', async () => {
    const first = await create({ name: 'Dede Upe', emails: ['Dede@Example.com'] });
    const second = await create({ name: 'Someone Else', emails: [' dede@example.com '], postings: [posting],
      links: ['https://x.example'] });
    expect([first.body.deduped, second.body.deduped]).toEqual([false, true]);
    expect(second.row.contact).toBe(first.row.contact);
    expect(second.row.id).not.toBe(first.row.id);
    expect(second.row).toMatchObject({ name: 'Dede Upe', links: ['https://x.example'] });
    const third = await create({ name: 'Dede Upe', emails: ['dede@example.com'], postings: [posting] });
    expect(third.row.contact).toBe(first.row.contact);
    expect((await driver.get(`/opportunities?contact_id=${String(first.row.contact)}`)).rows).toHaveLength(3);
  });

  it('makes a new contact when no address matches, even for the same name and phone', async () => {
    const person = { name: 'Twin One', phones: [{ value: '+1 555 9999' }] };
    const [left, right] = [await create(person), await create(person)];
    expect(right.body.deduped).toBe(false);
    expect(left.row.contact).not.toBe(right.row.contact);
    expect(left.row.phones).toEqual([{ value: '+1 555 9999' }]);
  });

  it('attaches to a named contact and adds what it lacked', async () => {
    const first = await create({ name: 'Con Tact', emails: ['con@example.com'] });
    const second = await create({ contact: first.row.contact, emails: ['con2@example.com'] });
    expect(second.row).toMatchObject({ contact: first.row.contact, emails: ['con@example.com', 'con2@example.com'] });
    expect((await create({ contact: 'nobody' })).status).toBe(400);
  });

  it('rejects several postings, unknown references and instants to come', async () => {
    const bodies = [
      { postings: [posting, posting] }, { postings: ['none'] }, { stage: 'none' }, { origin: 'moon' }, { owner: 'none' },
      { createdAt: driver.clock.now() + 60_000 }, { archived: { reason: 'none' } }, { tags: 'one' }, { emails: [1] },
    ];
    for (const body of bodies) expect([body, (await create(body)).status]).toEqual([body, 400]);
  });

  it('takes past instants, archive state and owner from the body, or the owner from the posting', async () => {
    const createdAt = driver.clock.now() - 86_400_000;
    const reason = driver.account.archiveReasons[1]?.id ?? '';
    const old = await create({ createdAt, archived: { reason, archivedAt: createdAt + 1000 }, postings: [posting] });
    expect(old.row).toMatchObject({ createdAt, archived: { reason, archivedAt: createdAt + 1000 } });
    const owned = await create({ postings: [posting] }, `perform_as=${admin}&perform_as_posting_owner=true`);
    expect(owned.row.owner).toBe(driver.account.postings.get(posting)?.owner);
  });

  it('takes multipart with bracketed fields, a résumé that fills gaps, and more files', async () => {
    const form = new FormData();
    form.set('emails[]', 'multi@example.com');
    form.set('tags[]', 'one');
    form.append('tags[]', 'two');
    form.set('phones[0][type]', 'mobile');
    form.set('phones[0][value]', '+1 555 1212');
    form.set('origin', 'agency');
    form.set('resumeFile', new Blob(['Mula Tipart\nEngineer | Lisbon\nother@example.com']), 'cv.txt');
    form.append('files[]', new Blob(['%PDF-1.4 x']), 'letter.pdf');
    const { row } = await driver.call('POST', `/opportunities?perform_as=${admin}&parse=true`, form);
    expect(row).toMatchObject({
      name: 'Mula Tipart', headline: 'Engineer', emails: ['multi@example.com'], tags: ['one', 'two'], origin: 'agency',
        sourcedBy: null,
      phones: [{ type: 'mobile', value: '+1 555 1212' }],
    });
    const [resume] = (await driver.get(`/opportunities/${row.id}/resumes`)).rows;
    expect(resume).toMatchObject({ file: { name: 'cv.txt', ext: 'txt', status: 'processed' } });
    expect((await driver.get(`/opportunities/${row.id}/files`)).rows).toMatchObject([{ name: 'letter.pdf', ext: '.pdf' }]);
  });

  it('enters applicants in applicant-new with the job site as source and the posting owner as owner', async () => {
    const reply = await apply('ada@example.com');
    expect([reply.status, Object.keys(reply.row)]).toEqual([201, ['applicationId']]);
    const [row] = await byEmail('ada@example.com');
    expect(row).toMatchObject({
      stage: 'applicant-new', origin: 'applied', sources: ['Job site'], owner: driver.account.postings.get(posting)?.owner,
      stageChanges: [{ toStageId: 'applicant-new', toStageIndex: 3 }],
      applications: [{ id: reply.row.applicationId, type: 'posting', name: 'Ada Quill', email: 'ada@example.com', user: null }],
    });
    expect(await apply('ada@example.com')).toMatchObject({ status: 201 });
    expect(await byEmail('ada@example.com')).toHaveLength(2);
    await apply('someone@acme.example');
    expect((await byEmail('someone@acme.example'))[0]?.origin).toBe('internal');
  });

  it('refuses to apply to closed and draft postings, whose form it still shows', async () => {
    for (const state of ['closed', 'draft']) {
      const id = driver.postingId(state);
      expect((await apply('late@example.com', id)).status).toBe(400);
      expect((await driver.get(`/postings/${id}/apply`)).status).toBe(200);
    }
    expect((await apply('unlisted@example.com', driver.postingId('internal'))).status).toBe(201);
    expect((await driver.call('POST', `/postings/${posting}/apply`, {})).status).toBe(400);
  });

  it('attaches an uploaded résumé by its uri, for a day', async () => {
    const form = new FormData();
    form.set('file', new Blob(['Resume']), 'my cv.txt');
    const upload = (await driver.call('POST', '/uploads', form)).row;
    expect(upload).toMatchObject({ filename: 'my cv.txt', size: 6, uri: expect.stringContaining(`/v1/uploads/${upload.id}`) });
    const personalInformation = [
      { name: 'fullName', value: 'Up Load' }, { name: 'email', value: 'upload@example.com' }, { name: 'resume',
        value: upload.uri },
    ];
    expect((await driver.call('POST', `/postings/${posting}/apply`, { personalInformation })).status).toBe(201);
    const [row] = await byEmail('upload@example.com');
    expect((await driver.get(`/opportunities/${row?.id}/resumes`)).rows).toMatchObject([{ file: { name: 'my cv.txt',
      size: 6 } }]);
    driver.clock.advance(86_400_001);
    expect((await driver.call('POST', `/postings/${posting}/apply`, { personalInformation })).status).toBe(400);
  });

  it('moves the stage, with and without an actor, and answers with an empty person', async () => {
    const { row } = await create({ name: 'Mo Ver', emails: ['mo@example.com'], postings: [posting] });
    const moved = await driver.call('PUT', `/opportunities/${row.id}/stage?perform_as=${admin}`, { stage: 'applicant-new' });
    expect(moved.row).toMatchObject({ stage: 'applicant-new', name: '', emails: [], contact: row.contact });
    await driver.call('PUT', `/opportunities/${row.id}/stage`, { stage: 'offer' });
    const { row: read } = await driver.get(`/opportunities/${row.id}`);
    expect(read).toMatchObject({ stage: 'offer', name: 'Mo Ver' });
    const changes = read.stageChanges as Array<Record<string, unknown>>;
    expect(changes.map((change) => [change.toStageId, change.userId])).toEqual([
      ['lead-new', admin], ['applicant-new', admin], ['offer', undefined],
    ]);
    expect(Number(read.lastAdvancedAt)).toBe(changes[2]?.updatedAt);
    expect((await driver.call('PUT', `/opportunities/${row.id}/stage`, { stage: 'none' })).status).toBe(400);
  });

  it('archives without touching the stage, changes the reason, revives, and counts hires', async () => {
    const { row } = await create({ name: 'Ar Chive', postings: [posting] });
    const [hired, other] = driver.account.archiveReasons;
    const put = (body: object) => driver.call('PUT', `/opportunities/${row.id}/archived`, body);
    expect((await put({ reason: other?.id })).row).toMatchObject({ stage: 'lead-new', archived: { reason: other?.id } });
    const read = await driver.get(`/opportunities/${row.id}?expand=applications`);
    expect(read.row).toMatchObject({ applications: [{ archived: { reason: other?.id } }] });
    expect((await put({ reason: null })).row.archived).toBeNull();
    const requisition = [...driver.account.requisitions.values()].find(({ status }) => status === 'open');
    await put({ reason: hired?.id, requisitionId: requisition?.id });
    expect((await driver.get(`/requisitions/${requisition?.id}`)).row.headcountHired).toBe(1);
    expect((await driver.get(`/opportunities/${row.id}?expand=applications`)).row).toMatchObject({
      applications: [{ requisitionForHire: { id: requisition?.id, requisitionCode: requisition?.requisitionCode } }],
    });
    expect((await put({ reason: 'none' })).status).toBe(400);
    expect((await put({})).status).toBe(400);
  });

  it('adds and removes tags, sources and links', async () => {
    const { row } = await create({ name: 'Tag Ged', tags: ['a'] });
    const post = (tail: string, body: object) => driver.call('POST', `/opportunities/${row.id}/${tail}`, body);
    expect((await post('addTags', { tags: ['b', 'a'] })).row.tags).toEqual(['a', 'b']);
    expect((await post('removeTags', { tags: ['a'] })).row.tags).toEqual(['b']);
    expect((await post('addSources', { sources: ['S'] })).row.sources).toEqual(['S']);
    expect((await post('removeSources', { sources: ['S'] })).row.sources).toEqual([]);
    const linked = await post('addLinks', { links: ['https://l.example'] });
    expect(linked.row).toMatchObject({ name: 'Tag Ged', links: ['https://l.example'] });
    expect((await post('removeLinks', { links: ['https://l.example'] })).row.links).toEqual([]);
    expect((await post('addTags', {})).status).toBe(400);
  });

  it('gives a posting-less lead an application through the legacy call', async () => {
    const { row } = await create({ name: 'Le Gacy' });
    const reply = await driver.call('POST', `/candidates/${row.id}/addPostings?perform_as=${admin}`, { postings: [posting] });
    expect(reply.row.applications).toHaveLength(1);
    expect((await driver.call('POST', `/candidates/${row.id}/addPostings?perform_as=${admin}`,
      { postings: [posting] })).status).toBe(400);
  });
});
