import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, LeverDriver } from './testing/drive-lever.js';

describe('the conventions of the Data API', () => {
  let driver: LeverDriver;

  beforeAll(async () => { driver = await LeverDriver.start(); });
  afterAll(() => driver.close());

  it('wraps one object in data, a list in data and hasNext without next', async () => {
    const list = await driver.get('/stages');
    expect(Object.keys(list.body)).toEqual(['data', 'hasNext']);
    expect(list.rows.slice(0, 4).map(({ id }) => id)).toEqual(['lead-new', 'lead-reached-out', 'lead-responded',
      'applicant-new']);
    const one = await driver.get('/stages/lead-new');
    expect(one.body).toEqual({ data: { id: 'lead-new', text: 'New lead' } });
  });

  it('refuses missing, unknown and revoked credentials with 401', async () => {
    const expected = { code: 'UnauthorizedError', message: 'The request requires authentication.' };
    for (const authorization of ['', basic('nope'), 'Bearer nope']) {
      const reply = await driver.get('/stages', authorization);
      expect([reply.status, reply.body]).toEqual([401, expected]);
    }
    const added = await driver.recruiter('POST', '/keys', { name: 'gone' });
    const key = basic(String(added.body.token));
    expect((await driver.get('/stages', key)).status).toBe(200);
    await driver.recruiter('DELETE', `/keys/${String(added.body.id)}`);
    expect((await driver.get('/stages', key)).status).toBe(401);
  });

  it('takes a key as bearer too, and answers 403 for a token signed elsewhere', async () => {
    expect((await driver.get('/stages', 'Bearer acme-full-key')).status).toBe(200);
    const foreign = await driver.get('/stages', 'Bearer aaaa.bbbb.cccc');
    expect([foreign.status, foreign.body.code]).toEqual([403, 'ForbiddenError']);
  });

  it('names what was not found', async () => {
    expect((await driver.get('/stages/none')).body).toEqual({ code: 'ResourceNotFound', message: 'stages none was not found' });
    expect((await driver.get('/users/none')).body).toEqual({ code: 'ResourceNotFound', message: 'user was not found' });
    expect((await driver.get('/nothing')).body).toEqual({ code: 'ResourceNotFound', message: '/v1/nothing does not exist' });
    const field = await driver.call('DELETE', '/requisition_fields/none');
    expect(field.body).toEqual({ code: 'NotFoundError', message: "That requisition field doesn't exist on your account" });
  });

  it('keeps accounts apart', async () => {
    const theirs = [...driver.lever.store.account('globex').opportunities.all()][0]?.id ?? '';
    expect((await driver.get(`/opportunities/${theirs}`)).status).toBe(404);
    expect((await driver.get(`/opportunities/${theirs}`, basic('globex-full-key'))).status).toBe(200);
  });

  it('pages through everything once, in the order of pipeline, advance and id, with tokens that name the next row', async () => {
    const whole = await driver.get('/opportunities?confidentiality=all');
    const { rows, tokens } = await driver.all('/opportunities?confidentiality=all', 7);
    expect(rows.map(({ id }) => id)).toEqual(whole.rows.map(({ id }) => id));
    const ranks = new Map(driver.account.stages.map(({ id, rank }) => [id, rank]));
    const next = rows[7];
    expect(tokens[0]).toBe(encodeURIComponent(JSON.stringify([ranks.get(String(next?.stage)), next?.lastAdvancedAt, next?.id])));
    const keys = rows.map((row) => [ranks.get(String(row.stage)) ?? 0, -Number(row.lastAdvancedAt)]);
    expect(keys).toEqual(keys.toSorted(([a = 0, b = 0], [c = 0, d = 0]) => a - c || b - d));
  });

  it('takes an offset raw or encoded, and refuses one it did not make', async () => {
    const page = await driver.get('/users?limit=2');
    const token = String(page.body.next);
    const raw = await driver.get(`/users?limit=2&offset=${token}`);
    const encoded = await driver.get(`/users?limit=2&offset=${encodeURIComponent(token)}`);
    expect(raw.rows).toEqual(encoded.rows);
    expect(raw.rows[0]?.id).not.toBe(page.rows[0]?.id);
    const bad = await driver.get('/users?offset=abc');
    expect([bad.status, bad.body.code]).toEqual([400, 'BadRequestError']);
    expect(bad.body.message).toMatch(/^Invalid offset token/);
  });

  it('lists newest postings and users first, tags alphabetically without regard to case', async () => {
    for (const path of ['/postings', '/users']) {
      const created = (await driver.get(path)).rows.map((row) => Number(row.createdAt));
      expect(created).toEqual(created.toSorted((left, right) => right - left));
    }
    const tags = (await driver.get('/tags')).rows;
    expect(Object.keys(tags[0] ?? {})).toEqual(['count', 'text']);
    const texts = tags.map((row) => String(row.text));
    expect(texts).toEqual(texts.toSorted(new Intl.Collator('en').compare));
  });

  it('narrows to included fields, and lets expand win', async () => {
    const narrow = await driver.get('/opportunities?limit=1&include=name&include=stage&expand=stage');
    expect(Object.keys(narrow.rows[0] ?? {}).toSorted()).toEqual(['id', 'name', 'stage']);
    expect(narrow.rows[0]?.stage).toMatchObject({ id: expect.any(String), text: expect.any(String) });
  });

  it('expands every id it can and refuses the others', async () => {
    const names = ['applications', 'stage', 'owner', 'followers', 'sourcedBy', 'contact'];
    const reply = await driver.get(`/opportunities?origin=sourced&${names.map((name) => `expand=${name}`).join('&')}`);
    const row = reply.rows.find((candidate) => (candidate.applications as unknown[]).length > 0);
    expect(row).toMatchObject({
      applications: [{ type: 'user', candidateId: row?.id, opportunityId: row?.id }], stage: { text: expect.any(String) },
      owner: { accessRole: expect.any(String) }, sourcedBy: { email: expect.any(String) },
        followers: [{ name: expect.any(String) }],
      contact: { location: { name: expect.any(String) } },
    });
    const bad = await driver.get('/opportunities?expand=posting');
    expect([bad.status, bad.body]).toEqual([400, { code: 'BadRequestError', message: 'posting is not expandable' }]);
  });

  it('OR-s repeated keys and AND-s different ones', async () => {
    const stages = ['applicant-new', 'lead-reached-out'];
    const either = await driver.get(`/opportunities?stage_id=${stages[0]}&stage_id=${stages[1]}`);
    expect(new Set(either.rows.map((row) => row.stage))).toEqual(new Set(stages));
    const both = await driver.get(`/opportunities?stage_id=${stages[0]}&stage_id=${stages[1]}&origin=sourced`);
    expect(both.rows.length).toBeGreaterThan(0);
    expect(both.rows.length).toBeLessThan(either.rows.length);
    const none = await driver.get('/users?accessRole[]=interviewer&accessRole[]=admin');
    expect(new Set(none.rows.map((row) => row.accessRole))).toEqual(new Set(['interviewer', 'admin']));
  });

  it('filters by e-mail whatever its case, by both ends of a time window, and by archive state', async () => {
    const [sample] = driver.account.contacts.all().filter((contact) => contact.emails.length > 0);
    const found = await driver.get(`/opportunities?confidentiality=all&email=${encodeURIComponent(sample?.emails[0]?.toUpperCase() ?? '')}`);
    expect(found.rows.map((row) => row.contact)).toContain(sample?.id);
    const created = driver.account.opportunities.all()[3]?.createdAt ?? 0;
    const exact = await driver.get(`/opportunities?created_at_start=${created}&created_at_end=${created}`);
    expect(exact.rows.map((row) => row.createdAt)).toEqual([created]);
    expect((await driver.get('/opportunities?updated_at_start=0&updated_at_end=9223372036854775807')).status).toBe(200);
    expect((await driver.get('/opportunities?created_at_start=soon')).status).toBe(400);
    const archived = await driver.get('/opportunities?archived=true');
    expect(archived.rows.every((row) => row.archived !== null)).toBe(true);
    const live = await driver.get('/opportunities?archived=false');
    const all = await driver.get('/opportunities');
    expect(live.rows.length + archived.rows.length).toBe(all.rows.length);
  });

  it('finds live applications by posting_id and archived ones only by archived_posting_id', async () => {
    const archived = driver.account.opportunities.all().find(({ application, archived: state }) => application !== null
      && state !== null);
    const posting = archived?.application?.postingId ?? '';
    const live = await driver.get(`/opportunities?posting_id=${posting}`);
    expect(live.rows.map(({ id }) => id)).not.toContain(archived?.id);
    const old = await driver.get(`/opportunities?archived_posting_id=${posting}`);
    expect(old.rows.map(({ id }) => id)).toContain(archived?.id);
  });

  it('never matches rows without updatedAt by an updated window', async () => {
    const old = driver.account.opportunities.all().filter(({ updatedAt }) => updatedAt === null);
    expect(old.length).toBeGreaterThan(0);
    const rows = (await driver.get('/opportunities?updated_at_start=0&confidentiality=all')).rows;
    expect(rows.map(({ id }) => id)).not.toContain(old[0]?.id);
    const created = rows.map((row) => Number(row.createdAt));
    expect(created).toEqual(created.toSorted((left, right) => right - left));
  });

  it('hides confidential rows unless asked for by a credential that may see them', async () => {
    const hidden = [...driver.account.postings.values()].find(({ confidentiality }) => confidentiality === 'confidential')?.id;
    expect((await driver.get('/postings')).rows.map(({ id }) => id)).not.toContain(hidden);
    expect((await driver.get('/postings?confidentiality=all')).rows.map(({ id }) => id)).toContain(hidden);
    expect((await driver.get('/postings?confidentiality=confidential')).rows.map(({ id }) => id)).toEqual([hidden]);
    const plain = basic(String((await driver.recruiter('POST', '/keys', { name: 'plain' })).body.token));
    expect((await driver.get('/postings?confidentiality=all', plain)).status).toBe(403);
    expect((await driver.get(`/postings/${hidden}`, plain)).status).toBe(403);
    expect((await driver.get('/postings', plain)).status).toBe(200);
  });

  it('answers the deprecated candidate paths like their successors', async () => {
    const { id } = driver.account.opportunities.all()[0] ?? { id: '' };
    for (const tail of ['', '/notes', '/resumes', '/applications', '/offers', '/files', '/forms', '/referrals', '/panels',
      '/interviews', '/feedback']) {
      const [old, current] = [await driver.get(`/candidates/${id}${tail}`), await driver.get(`/opportunities/${id}${tail}`)];
      expect([tail, old.status, old.body]).toEqual([tail, 200, current.body]);
    }
    expect((await driver.get('/candidates?limit=3')).rows).toEqual((await driver.get('/opportunities?limit=3')).rows);
  });
});
