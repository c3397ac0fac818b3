import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LeverDriver } from './testing/drive-lever.js';

describe('what recruiters and admins do besides the API', () => {
  let driver: LeverDriver;
  let posting: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    posting = driver.postingId();
  });
  afterAll(() => driver.close());

  const applicant = async (email: string) =>
    (await driver.recruiter('POST', '/apply', { postingId: posting, name: 'Rec Ruited',
      email })).body as { id: string; contact: string };

  it('applies, moves, tags, archives and revives as a user', async () => {
    const { id } = await applicant('one@example.com');
    const userId = driver.userId('team member');
    const at = (tail: string, body: object = {}) => driver.recruiter('POST', `/opportunities/${id}/${tail}`, { userId, ...body });
    expect((await at('stage', { stage: 'offer' })).body).toMatchObject({ stage: 'offer', stageChanges: [{}, { userId }] });
    expect((await at('tags', { add: ['x'] })).body.tags).toContain('x');
    expect((await at('tags', { remove: ['x'] })).body.tags).not.toContain('x');
    expect((await at('archive')).body.archived).toMatchObject({ reason: expect.any(String) });
    expect((await at('unarchive')).body.archived).toBeNull();
    expect((await at('notes', { value: 'Called.' })).body).toMatchObject({ text: 'Note', user: userId });
    const [note] = (await driver.get(`/opportunities/${id}/notes`)).rows;
    expect((await driver.call('DELETE', `/opportunities/${id}/notes/${note?.id}`)).status).toBe(400);
  });

  it('deletes: gone from reads, listed as deleted, together with the application', async () => {
    const { id } = await applicant('two@example.com');
    await driver.recruiter('DELETE', `/opportunities/${id}`);
    expect((await driver.get(`/opportunities/${id}`)).status).toBe(404);
    expect((await driver.get('/opportunities/deleted')).rows).toMatchObject([{ id, deletedBy: driver.userId(),
      deletedAt: expect.any(Number) }]);
    const now = driver.clock.now();
    const window = `deleted_at_start=${now - 1000}&deleted_at_end=${now + 1000}`;
    expect((await driver.get(`/applications/deleted?${window}`)).rows).toMatchObject([{ opportunityId: id, postingId: posting }]);
    expect((await driver.get('/applications/deleted')).status).toBe(400);
    expect((await driver.get(`/applications/deleted?deleted_at_start=0&deleted_at_end=${now}`)).status).toBe(400);
  });

  it('anonymises archived rows only, then the contact, which can no longer be changed or attached to', async () => {
    const { id, contact } = await applicant('three@example.com');
    expect((await driver.recruiter('POST', `/opportunities/${id}/anonymize`)).status).toBe(400);
    const reply = await driver.recruiter('POST', `/opportunities/${id}/anonymize`, { archive: true });
    expect(reply.body).toMatchObject({ isAnonymized: true, name: '', emails: [], phones: [] });
    expect((await driver.get(`/contacts/${contact}`)).row).toMatchObject({ isAnonymized: true, name: '', emails: [] });
    expect((await driver.call('PUT', `/contacts/${contact}`, { name: 'Back' })).status).toBe(400);
    expect((await driver.call('POST', `/opportunities?perform_as=${driver.userId()}`, { contact })).status).toBe(400);
    expect((await driver.get('/opportunities?email=three@example.com')).rows).toEqual([]);
  });

  it('keeps what a contact update does not name, and answers without the two fields a read has', async () => {
    const { contact, id } = await applicant('four@example.com');
    await driver.recruiter('PUT', `/contacts/${contact}`, { headline: 'Kept' });
    const reply = await driver.call('PUT', `/contacts/${contact}`, { name: 'New Name', location: 'Lisbon' });
    expect(reply.row).toEqual({
      id: contact, name: 'New Name', headline: 'Kept', location: { name: 'Lisbon' }, emails: ['four@example.com'], phones: [],
    });
    expect((await driver.get(`/opportunities/${id}`)).row).toMatchObject({ name: 'New Name', location: 'Lisbon' });
    expect(Object.keys((await driver.get(`/contacts/${contact}`)).row)).toEqual(
      ['id', 'name', 'headline', 'isAnonymized', 'location', 'emails', 'phones', 'dataProtection']);
  });

  it('merges two people: the opportunities change their contact, the other contact is gone', async () => {
    const [kept, dropped] = [await applicant('five@example.com'), await applicant('six@example.com')];
    await driver.recruiter('POST', `/contacts/${kept.contact}/merge`, { drop: dropped.contact });
    expect((await driver.get(`/opportunities/${dropped.id}`)).row).toMatchObject({
      contact: kept.contact, emails: ['five@example.com', 'six@example.com'],
    });
    expect((await driver.get(`/contacts/${dropped.contact}`)).status).toBe(404);
  });

  it('shows consent, also when a policy changes it without touching updatedAt', async () => {
    const { contact, id } = await applicant('seven@example.com');
    const before = (await driver.get(`/opportunities/${id}`)).row.updatedAt;
    await driver.recruiter('PUT', `/contacts/${contact}/data-protection`, { byPolicy: true, contact: { allowed: false } });
    const { row } = await driver.get(`/opportunities/${id}`);
    expect(row.dataProtection).toEqual({ store: { allowed: true, expiresAt: null }, contact: { allowed: false,
      expiresAt: null } });
    expect(row.updatedAt).toBe(before);
  });

  it('opens, closes, hides and deletes postings', async () => {
    const made = await driver.recruiter('POST', '/postings', { text: 'Night Baker', categories: { team: 'Bread',
      location: 'Porto' } });
    const id = String(made.body.id);
    expect(made.body).toMatchObject({ state: 'draft', urls: null, distributionChannels: null });
    const opened = await driver.recruiter('PUT', `/postings/${id}`, { state: 'published' });
    expect(opened.body).toMatchObject({ urls: { show: `https://jobs.lever.co/acme/${id}` },
      distributionChannels: ['internal', 'public'] });
    const { id: opportunity } = (await driver.recruiter('POST', '/apply', { postingId: id, name: 'B',
      email: 'b@example.com' })).body;
    await driver.recruiter('PUT', `/postings/${id}`, { confidential: true });
    expect((await driver.get(`/opportunities/${String(opportunity)}`)).row.confidentiality).toBe('confidential');
    await driver.recruiter('DELETE', `/postings/${id}`);
    expect((await driver.get(`/postings/${id}`)).status).toBe(404);
    expect((await driver.get('/postings/deleted')).rows).toMatchObject([{ id }]);
  });

  it('adds, renames and deletes stages in their place', async () => {
    const made = await driver.recruiter('POST', '/stages', { text: 'Work sample', pipeline: 'screen' });
    const stages = (await driver.get('/stages')).rows;
    const index = stages.findIndex(({ id }) => id === made.body.id);
    expect(stages[index - 1]?.text).toBe('Phone screen');
    await driver.recruiter('PUT', `/stages/${String(made.body.id)}`, { text: 'Trial day' });
    expect((await driver.get(`/stages/${String(made.body.id)}`)).row.text).toBe('Trial day');
    await driver.recruiter('DELETE', `/stages/${String(made.body.id)}`);
    expect((await driver.get(`/stages/${String(made.body.id)}`)).status).toBe(404);
    expect((await driver.recruiter('DELETE', '/stages/applicant-new')).status).toBe(409);
  });

  it('adds further accounts, refers people and makes offers', async () => {
    const made = await driver.control('POST', '/lever/accounts', { slug: 'initech', size: 'empty', key: 'initech-key' });
    expect(made.status).toBe(201);
    expect((await driver.get('/postings', 'Bearer initech-key')).rows).toEqual([]);
    const referred = await driver.recruiter('POST', '/refer', { postingId: posting, name: 'Re Ferred',
      email: 'ref@example.com' });
    const id = String(referred.body.id);
    expect(referred.body).toMatchObject({ stage: 'applicant-new', origin: 'referred', sources: ['Referral'] });
    expect((await driver.get(`/opportunities/${id}/referrals`)).rows).toMatchObject([{ type: 'referral', stage: null,
      fields: [{}, { prompt: 'Select one' }, {}] }]);
    await driver.recruiter('POST', `/opportunities/${id}/offers`, { status: 'signed' });
    const [offer] = (await driver.get(`/opportunities/${id}/offers?expand=creator`)).rows;
    expect(offer).toMatchObject({
      status: 'signed', creator: { accessRole: 'super admin' },
        sentDocument: { downloadUrl: expect.stringContaining('status=sent') },
    });
    const download = await fetch(`${driver.lever.baseUrl}/opportunities/${id}/offers/${offer?.id}/download`, {
      headers: { authorization: 'Bearer acme-full-key' },
    });
    expect(download.headers.get('content-disposition')).toContain('employment-offer-letter_signed.txt');
    expect(await download.text()).toContain('Re Ferred');
  });

  it('answers 404 for what is not there', async () => {
    expect((await driver.recruiter('POST', '/opportunities/none/stage', { stage: 'offer' })).status).toBe(404);
    expect((await driver.control('POST', '/lever/accounts/nowhere/apply', {})).status).toBe(404);
  });
});
