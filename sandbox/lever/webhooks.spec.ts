import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { signatureOf } from './index.js';
import { LeverDriver } from './testing/drive-lever.js';

interface Envelope {
  readonly id: string;
  readonly event: string;
  readonly triggeredAt: number;
  readonly token: string;
  readonly signature?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('webhooks', () => {
  let driver: LeverDriver;
  let server: Server;
  let received: Array<Envelope & { agent?: string }>;
  let answer: number;
  let url: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    server = createServer((request, response) => {
      let text = '';
      request.on('data', (chunk: Buffer) => { text += chunk.toString(); });
      request.on('end', () => {
        received.push({ ...(JSON.parse(text) as Envelope), agent: request.headers['user-agent'] });
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  });

  afterAll(async () => {
    await driver.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  beforeEach(() => {
    received = [];
    answer = 200;
    driver.account.webhooks.clear();
  });

  const subscribe = async (event: string, configuration?: object) => {
    const reply = await driver.call('POST', '/webhooks', { url, event, ...(configuration && { configuration }) });
    expect(reply.status).toBe(201);
    return reply.row as unknown as { id: string; configuration: { signatureToken: string; conditions?: { origins: string[] } } };
  };
  const settled = async () => {
    for (let round = 0; round < 300; round += 1) {
      if ((await driver.control('GET', '/idle')).body.idle === true) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const applicant = async (email: string, origin?: string) => (await driver.recruiter('POST', '/apply',
    { postingId: driver.postingId(), name: 'Web Hook', email,
      origin })).body as { id: string; contact: string; applicationId: string };

  it('signs token and triggeredAt as the published vector says', () => {
    expect(signatureOf('5f0c2b7e91a4d83c6e17f0b2a95d4c38e1f6072b9ad3c5e8', 'c1a9e07b54d2f83660be17fa92d05c4e8b3f71a60d94c2e5',
      1767225600123)).toBe('9f0a77c74b8dc89028aec51e384d08986ea1b0c408ba6b7f904730f48818ddef');
  });

  it('tells the signature token once, lists without it and without hasNext, and allows duplicates', async () => {
    const made = await subscribe('candidateHired');
    expect(made.configuration).toEqual({
      conditions: { origins: ['applied', 'sourced', 'referred', 'university', 'agency', 'internal'] },
      signatureToken: expect.stringMatching(/^[0-9a-f]{48}$/),
    });
    await subscribe('candidateHired');
    const list = await driver.get('/webhooks');
    expect(Object.keys(list.body)).toEqual(['data']);
    expect(list.rows).toHaveLength(2);
    expect(JSON.stringify(list.body)).not.toContain('signatureToken');
    expect((await subscribe('contactCreated')).configuration.conditions).toBeUndefined();
    expect((await driver.call('POST', '/webhooks', { url, event: 'somethingElse' })).status).toBe(400);
  });

  it('sends a signed envelope for each change, whoever makes it', async () => {
    const created = await subscribe('applicationCreated');
    const staged = await subscribe('candidateStageChange');
    const { id, contact, applicationId } = await applicant('hook1@example.com');
    await driver.recruiter('POST', `/opportunities/${id}/stage`, { stage: 'offer' });
    await driver.call('PUT', `/opportunities/${id}/stage`, { stage: 'lead-new' });
    await settled();
    const [first, second, third] = received.toSorted((left, right) => left.triggeredAt - right.triggeredAt);
    expect(first).toMatchObject({
      id: created.id, event: 'applicationCreated', agent: 'Lever-Webhooks', token: expect.stringMatching(/^[0-9a-f]{48}$/),
      data: { applicationId, opportunityId: id, candidateId: id, contactId: contact },
    });
    expect(first?.signature).toBe(signatureOf(created.configuration.signatureToken, first?.token ?? '', first?.triggeredAt ?? 0));
    expect(second?.data).toEqual({ opportunityId: id, candidateId: id, contactId: contact, fromStageId: 'applicant-new',
      toStageId: 'offer' });
    expect(second?.signature).toBe(signatureOf(staged.configuration.signatureToken, second?.token ?? '',
      second?.triggeredAt ?? 0));
    expect(third?.data).toMatchObject({ fromStageId: 'offer', toStageId: 'lead-new' });
  });

  it('tells archiving, reviving, hiring, deleting, contacts and interviews', async () => {
    for (const event of ['candidateArchiveChange', 'candidateHired', 'candidateDeleted', 'contactCreated', 'contactUpdated',
      'interviewCreated',
      'interviewUpdated', 'interviewDeleted']) await subscribe(event);
    const { id, contact } = await applicant('hook2@example.com');
    const hired = driver.account.archiveReasons[0]?.id;
    await driver.call('PUT', `/opportunities/${id}/archived`, { reason: hired });
    await driver.call('PUT', `/opportunities/${id}/archived`, { reason: null });
    await driver.call('PUT', `/contacts/${contact}`, { name: 'Other' });
    const admin = driver.userId();
    const panel = (await driver.call('POST', `/opportunities/${id}/panels?perform_as=${admin}`, {
      timezone: 'UTC', interviews: [{ interviewers: [{ id: admin }], date: driver.clock.now() + 1000, duration: 30 }],
    })).row as unknown as { id: string; interviews: Array<{ id: string }> };
    const interview = panel.interviews[0]?.id;
    await driver.call('PUT', `/opportunities/${id}/interviews/${interview}?perform_as=${admin}`,
      { interviewers: [{ id: admin }], date: driver.clock.now() + 2000, duration: 45 });
    await driver.call('DELETE', `/opportunities/${id}/interviews/${interview}?perform_as=${admin}`);
    await driver.recruiter('DELETE', `/opportunities/${id}`);
    await settled();
    const events = received.map(({ event }) => event);
    expect(events.toSorted()).toEqual([
      'candidateArchiveChange', 'candidateArchiveChange', 'candidateDeleted', 'candidateHired', 'contactCreated',
        'contactUpdated',
      'interviewCreated', 'interviewDeleted', 'interviewUpdated',
    ]);
    const dataOf = (event: string) => received.filter((envelope) => envelope.event === event).map(({ data }) => data);
    const archive = dataOf('candidateArchiveChange').find((data) => data.toArchived !== null);
    expect(archive).toMatchObject({ fromArchived: null, toArchived: { reason: hired, archivedAt: expect.any(Number) } });
    expect(dataOf('interviewDeleted')[0]).toMatchObject({ interviewId: interview, panelId: panel.id, opportunityId: id });
    expect(dataOf('candidateDeleted')[0]).toMatchObject({ opportunityId: id, contactId: contact, deletedBy: admin });
  });

  it('sends nothing for leads, tags and notes, for origins not asked for, and for muted groups', async () => {
    await subscribe('applicationCreated', { conditions: { origins: ['agency'] } });
    await subscribe('candidateStageChange');
    await applicant('hook3@example.com', 'applied');
    const lead = await driver.recruiter('POST', '/leads', { name: 'Quiet Lead' });
    await driver.recruiter('POST', `/opportunities/${String(lead.body.id)}/tags`, { add: ['x'] });
    await driver.recruiter('PUT', '/webhook_groups', { candidateStageChange: false });
    await driver.recruiter('POST', `/opportunities/${String(lead.body.id)}/stage`, { stage: 'lead-responded' });
    await driver.recruiter('PUT', '/webhook_groups', { candidateStageChange: true });
    await applicant('hook4@example.com', 'agency');
    await settled();
    expect(received.map(({ event }) => event)).toEqual(['applicationCreated']);
  });

  it('repeats the same bytes after 1 minute, or signs anew when switched to', async () => {
    await subscribe('applicationCreated');
    answer = 302;
    await applicant('hook5@example.com');
    await settled();
    driver.clock.advance(60_000);
    await settled();
    expect(received).toHaveLength(2);
    expect(received[1]).toEqual(received[0]);
    await driver.control('PUT', '/lever/webhook_switches', { freshOnRetry: true });
    answer = 204;
    driver.clock.advance(300_000);
    await settled();
    expect(received).toHaveLength(3);
    expect(received[2]?.token).not.toBe(received[0]?.token);
    await driver.control('PUT', '/lever/webhook_switches', { freshOnRetry: false });
    driver.clock.advance(86_400_000);
    await settled();
    expect(received).toHaveLength(3);
  });

  it('verifies with empty data, from the settings page and through the API', async () => {
    const made = await driver.recruiter('POST', '/webhooks', { url, event: 'candidateHired', signatureToken: 'secret' });
    await driver.recruiter('POST', `/webhooks/${String(made.body.id)}/verify`);
    await driver.call('POST', '/webhooks', { url, event: 'candidateHired', configuration: { verifyConnection: true } });
    await settled();
    expect(received.map(({ data }) => data)).toEqual([{}, {}]);
    expect(received[0]?.signature).toBe(signatureOf('secret', received[0]?.token ?? '', received[0]?.triggeredAt ?? 0));
    expect((await driver.call('DELETE', `/webhooks/${String(made.body.id)}`)).status).toBe(400);
  });

  it('updates in batches and deletes', async () => {
    const made = await subscribe('candidateHired');
    const changed = await driver.call('PUT', '/webhooks', { data: [{ id: made.id, url: `${url}2`,
      configuration: { conditions: { origins: ['agency'] } } }] });
    expect(changed.rows).toMatchObject([{ id: made.id, url: `${url}2`, configuration: { conditions: { origins: ['agency'] } } }]);
    expect((await driver.call('DELETE', `/webhooks/${made.id}`)).status).toBe(204);
    expect((await driver.get('/webhooks')).rows).toEqual([]);
  });
});
