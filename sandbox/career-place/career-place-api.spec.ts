import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Stage, type Answer } from './testing/stage.js';

let stage: Stage;
beforeEach(async () => { stage = await Stage.open(); });
afterEach(async () => { await stage.close(); });

const person = { externalId: 'opp-1', email: 'ann@to.example', firstName: 'Ann', lastName: 'Example', phone: '+46 70 000 00 00', locale: 'sv-SE' };

describe('organisation keys', () => {
  it('open the own organisation and nothing of another', async () => {
    const other = stage.vendor.describe().otherOrganisations[0];
    expect((await stage.api('GET', '/organisation')).json).toEqual({ id: stage.vendor.describe().organisationId, name: 'Northwind Staffing' });
    const as = { authorization: `Bearer ${other?.apiKey}` };
    expect((await stage.api('GET', '/organisation', undefined, as)).json).toMatchObject({ name: 'Harbour Foods' });
    const foreign = await stage.api('GET', `/jobs/${stage.jobId('Warehouse Operator')}`, undefined, as);
    expect(foreign).toMatchObject({ status: 404, json: { error: { code: 'not_found', message: expect.any(String) } } });
    const { applicantId } = await stage.admit('Warehouse Operator');
    expect((await stage.api('GET', `/applicants/${applicantId}`, undefined, as)).status).toBe(404);
  });

  it('are refused when missing, wrong, rotated out or revoked', async () => {
    const { apiKey, organisationId } = stage.vendor.describe();
    expect(await stage.call('GET', '/api/v1/jobs')).toMatchObject({ status: 401, json: { error: { code: 'unauthorized' } } });
    const rotated = await stage.control('POST', `/organisations/${organisationId}/keys/rotate`);
    expect((await stage.api('GET', '/jobs', undefined, { authorization: `Bearer ${apiKey}` })).status).toBe(401);
    const fresh = { authorization: `Bearer ${String(rotated.json.apiKey)}` };
    expect((await stage.api('GET', '/jobs', undefined, fresh)).status).toBe(200);
    await stage.control('POST', `/organisations/${organisationId}/keys/revoke`);
    const refused = await stage.api('GET', '/jobs', undefined, fresh);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
  });
});

describe('jobs', () => {
  it('are listed by status, in pages', async () => {
    const active = await stage.api('GET', '/jobs?status=active');
    expect(active.json.data).toEqual(expect.arrayContaining([
      { id: stage.jobId('Head of Logistics'), title: 'Head of Logistics', status: 'active', steps: ['requirements', 'homework', 'video'], integration: null },
    ]));
    expect((await stage.api('GET', '/jobs?status=draft')).json).toMatchObject({ data: [{ title: 'Truck Driver' }], next: null });
    const titles: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Answer = await stage.api('GET', `/jobs?limit=4${cursor ? `&cursor=${cursor}` : ''}`);
      titles.push(...(page.json.data as { title: string }[]).map(({ title }) => title));
      cursor = page.json.next as string | null;
    } while (cursor);
    expect(titles).toEqual(stage.vendor.describe().jobs.map(({ title }) => title));
    expect(await stage.api('GET', '/jobs?status=open')).toMatchObject({ status: 422, json: { error: { code: 'invalid_field', field: 'status' } } });
    expect((await stage.api('GET', '/jobs/job_none')).status).toBe(404);
  });

  it('carry one link to one external job, and say which job holds it', async () => {
    const [first, second] = [stage.jobId('Warehouse Operator'), stage.jobId('Backend Developer')];
    const body = { provider: 'lever', externalJobId: 'posting-1' };
    const linked = await stage.api('PUT', `/jobs/${first}/integration`, body);
    expect(linked).toMatchObject({ status: 200, json: { ...body, linkedAt: expect.any(String) } });
    expect((await stage.api('PUT', `/jobs/${first}/integration`, body)).json).toEqual(linked.json);
    expect(await stage.api('PUT', `/jobs/${second}/integration`, body)).toMatchObject({
      status: 409, json: { error: { code: 'already_linked', field: 'externalJobId', message: expect.stringContaining('Warehouse Operator') } },
    });
    expect((await stage.api('DELETE', `/jobs/${first}/integration`)).status).toBe(204);
    expect((await stage.api('PUT', `/jobs/${second}/integration`, body)).status).toBe(200);
    expect((await stage.api('GET', `/jobs/${first}/integration`)).status).toBe(404);
    expect((await stage.api('PUT', `/jobs/${stage.jobId('Night Receptionist')}/integration`, { ...body, externalJobId: 'p2' })).json)
      .toMatchObject({ error: { code: 'job_closed' } });
    expect((await stage.api('PUT', `/jobs/${first}/integration`, { provider: 'lever' })).json)
      .toMatchObject({ error: { code: 'invalid_field', field: 'externalJobId' } });
  });
});

describe('creating applicants', () => {
  it('answers 201 once and 200 with the same ids and links afterwards, with one mail', async () => {
    const path = `/jobs/${stage.jobId('Warehouse Operator')}/applicants`;
    const first = await stage.api('POST', path, person);
    expect(first).toMatchObject({ status: 201, json: { status: 'not_invited', applicantId: expect.stringMatching(/^app_/) } });
    await stage.settle();
    const second = await stage.api('POST', path, person);
    expect(second).toMatchObject({ status: 200, json: { ...first.json, status: 'invited' } });
    await stage.settle();
    expect(stage.mailbox.messages({ to: 'ann@to.example' })).toHaveLength(1);
  });

  it('keeps one external id in two jobs apart', async () => {
    const first = await stage.admit('Warehouse Operator');
    const second = await stage.admit('Backend Developer');
    expect(second.applicantId).not.toBe(first.applicantId);
  });

  it('names the field that is wrong, and takes nobody into a job that is not active', async () => {
    const path = `/jobs/${stage.jobId('Warehouse Operator')}/applicants`;
    expect(await stage.api('POST', path, { ...person, email: 'nobody' })).toMatchObject({
      status: 422, json: { error: { code: 'invalid_field', field: 'email' } },
    });
    expect((await stage.api('POST', path, { email: 'ann@to.example' })).json).toMatchObject({ error: { field: 'externalId' } });
    expect((await stage.api('POST', path, undefined)).status).toBe(422);
    for (const title of ['Truck Driver', 'Night Receptionist']) {
      expect(await stage.api('POST', `/jobs/${stage.jobId(title)}/applicants`, person)).toMatchObject({
        status: 409, json: { error: { code: 'job_not_active' } },
      });
    }
    expect((await stage.api('POST', '/jobs/job_none/applicants', person)).status).toBe(404);
  });

  it('replays a POST with the same Idempotency-Key and refuses another body under it', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator');
    const key = { 'idempotency-key': 'again-1' };
    const first = await stage.api('POST', `/applicants/${applicantId}/reinvite`, {}, key);
    const second = await stage.api('POST', `/applicants/${applicantId}/reinvite`, {}, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.json).toEqual(first.json);
    expect((await stage.api('POST', `/applicants/${applicantId}/reinvite`, { email: 'bo@to.example' }, key)).json)
      .toMatchObject({ error: { code: 'idempotency_key_reused' } });
    await stage.settle();
    expect(stage.mailbox.messages({ to: 'ann@to.example' })).toHaveLength(2);
  });
});

describe('applicants', () => {
  it('are shown whole to their organisation', async () => {
    const { applicantId, inviteUrl, cardUrl } = await stage.admit('Warehouse Operator', person);
    expect((await stage.api('GET', `/applicants/${applicantId}`)).json).toMatchObject({
      applicantId, jobId: stage.jobId('Warehouse Operator'), ...person, status: 'invited', paused: false, round: 1, transition: 1, inviteUrl, cardUrl,
      remindersSent: 0, reasons: [], history: [{ transition: 1, status: 'invited', at: expect.any(String) }],
    });
  });

  it('are opted out, withdrawn, paused and resumed when told, twice without harm', async () => {
    const { applicantId } = await stage.admit('Warehouse Operator');
    const act = async (action: string) => (await stage.api('POST', `/applicants/${applicantId}/${action}`)).json;
    expect(await act('pause')).toMatchObject({ paused: true, status: 'invited' });
    expect(await stage.api('POST', `/applicants/${applicantId}/remind`)).toMatchObject({ status: 409, json: { error: { code: 'paused' } } });
    expect(await act('resume')).toMatchObject({ paused: false });
    expect(await act('opt-out')).toMatchObject({ status: 'opted_out', transition: 2 });
    expect(await act('opt-out')).toMatchObject({ status: 'opted_out', transition: 2 });
    expect(await act('remind')).toMatchObject({ error: { code: 'invalid_transition' } });
    expect(await act('withdraw')).toMatchObject({ status: 'withdrawn', transition: 3 });
    expect(await act('opt-out')).toMatchObject({ error: { code: 'invalid_transition' } });
  });

  it('are forgotten on erasure: record, card, link and later mails', async () => {
    const { applicantId, inviteUrl } = await stage.admit('Warehouse Operator');
    expect((await stage.api('DELETE', `/applicants/${applicantId}`)).status).toBe(204);
    expect((await stage.api('GET', `/applicants/${applicantId}`)).status).toBe(404);
    expect((await stage.api('DELETE', `/applicants/${applicantId}`)).status).toBe(404);
    expect((await fetch(inviteUrl)).status).toBe(404);
  });
});

describe('faults', () => {
  it('lose the answer to a creation that took effect; the repetition finds it', async () => {
    await stage.control('POST', '/faults', { route: 'POST /api/v1/jobs/:id/applicants', kind: 'cut-after', times: 1 });
    const path = `/jobs/${stage.jobId('Warehouse Operator')}/applicants`;
    await expect(stage.api('POST', path, person)).rejects.toThrow();
    expect((await stage.api('POST', path, person)).status).toBe(200);
  });
});
