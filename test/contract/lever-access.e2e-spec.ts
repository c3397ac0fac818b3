import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxClock } from '../../sandbox/kit/clock.js';
import { startLever, type LeverEmulator } from '../../sandbox/lever/index.js';
import { LeverClient } from '../../src/lever/client/lever-client.js';
import { authorizeUrl, exchangeCode, InvalidGrant, refreshTokens, tokenClaims } from '../../src/lever/client/lever-oauth.js';
import { LeverTransport } from '../../src/lever/client/lever-transport.js';
import { preflight } from '../../src/lever/client/preflight.js';
import { readLeverWebhook } from '../../src/lever/client/webhook-signature.js';
import {
  LeverForbidden, leverPermission, LEVER_OPERATIONS, operationsOutsideScopes, scopesFor, type LeverOperation,
} from '../../src/sdk/lever/index.js';

const REDIRECT = 'http://127.0.0.1:9/callback';

describe('access to Lever', () => {
  let emulator: LeverEmulator;
  const clock = new SandboxClock();
  const every = Object.keys(LEVER_OPERATIONS) as LeverOperation[];

  beforeAll(async () => { emulator = await startLever({ clock, rate: 'off' }); });
  afterAll(() => emulator.close());

  const clientOf = (authorize: () => Promise<string>): LeverClient => new LeverClient(new LeverTransport({
    baseUrl: emulator.baseUrl, timeoutMs: 2_000, random: () => 0, monotonicMs: () => performance.now(), sleep: async () => undefined,
    authorize, permit: async () => undefined,
  }));
  const withKey = (permissions: 'all' | string[], confidential = false): LeverClient => {
    const { token } = emulator.store.access.addKey({ name: randomUUID(), accountSlug: 'acme', permissions, confidential });
    return clientOf(async () => `Basic ${Buffer.from(`${token}:`).toString('base64')}`);
  };

  describe('preflight', () => {
    const everything = async (lever: LeverClient): Promise<unknown[]> => Promise.all([
      lever.opportunities.list({ confidentiality: 'all' }).toArray(), lever.postings.list({ confidentiality: 'all' }).toArray(),
      lever.users.list({ includeDeactivated: true }).toArray(), lever.webhooks.list().toArray(), lever.requisitionFields.list().toArray(),
      lever.requisitions.list({ confidentiality: 'all' }).toArray(), lever.feedbackTemplates.list().toArray(), lever.formTemplates.list().toArray(),
    ]);

    it('finds everything granted to a key that may do everything, and changes nothing', async () => {
      const lever = withKey('all', true);
      const before = await everything(lever);
      const report = await preflight(lever.calls, every, randomUUID);
      expect(report).toMatchObject({ missing: [], undetermined: [] });
      expect(report.granted).toHaveLength(every.length);
      expect(await everything(lever)).toEqual(before);
    });

    it('finds each single missing permission and no other', async () => {
      const permissions = [...new Set(every.map((id) => leverPermission(id).permission))];
      const absent = permissions.filter((_name, index) => index % 3 === 0);
      const report = await preflight(withKey(permissions.filter((name) => !absent.includes(name))).calls, every, randomUUID);
      expect([...new Set(report.missing.map(({ permission }) => permission))].sort()).toEqual([...absent].sort());
      expect(report.undetermined).toEqual([]);
    });

    it('names all that a key without any permission lacks', async () => {
      const report = await preflight(withKey([]).calls, every, randomUUID);
      expect(report.granted).toEqual([]);
      expect(report.missing).toHaveLength(every.length);
    });

    it('is refused confidential rows without the right to them', async () => {
      await withKey('all', true).opportunities.list({ confidentiality: 'all' }).toArray();
      await expect(withKey('all', false).opportunities.list({ confidentiality: 'all' }).toArray()).rejects.toBeInstanceOf(LeverForbidden);
    });

    it('uses permission names that Lever knows', async () => {
      const response = await fetch(`${emulator.controlUrl}/lever/permissions`);
      const known = new Set(((await response.json()) as { permissions: { permission: string }[] }).permissions.map(({ permission }) => permission));
      expect(every.map((id) => leverPermission(id).permission).filter((name) => !known.has(name))).toEqual([]);
    });
  });

  describe('OAuth', () => {
    const operations: LeverOperation[] = ['stages.list', 'notes.create', 'notes.list'];
    let client: { authUrl: string; clientId: string; clientSecret: string };
    let admin: string;

    beforeAll(() => {
      const app = emulator.store.access.addApp({ name: 'Hub', description: 'Plugs vendors into Lever.', redirectUris: [REDIRECT], scopes: scopesFor(operations) });
      client = { authUrl: emulator.oauthUrl, clientId: app.clientId, clientSecret: app.clientSecret };
      admin = [...emulator.store.account('acme').users.values()].find(({ accessRole }) => accessRole === 'super admin')?.id ?? '';
    });

    const consent = async (): Promise<string> => {
      const url = new URL(authorizeUrl({
        ...client, redirectUri: REDIRECT, state: 'st4te', audience: `${emulator.baseUrl}/`, scopes: [...scopesFor(operations), 'offline_access'],
      }));
      expect((await fetch(url, { redirect: 'manual' })).status).toBe(200);
      const body = new URLSearchParams({ ...Object.fromEntries(url.searchParams), user: admin, decision: 'accept' });
      const answer = await fetch(`${url.origin}${url.pathname}`, { method: 'POST', body, redirect: 'manual' });
      const back = new URL(answer.headers.get('location') ?? '');
      expect(back.searchParams.get('state')).toBe('st4te');
      return back.searchParams.get('code') ?? '';
    };

    it('connects, calls, refreshes with rotation, and is refused what it did not ask for', async () => {
      let tokens = await exchangeCode({ ...client, code: await consent(), redirectUri: REDIRECT });
      expect(operationsOutsideScopes(operations, tokens.scopes)).toEqual([]);
      expect(tokenClaims(tokens.accessToken)).toMatchObject({ accountId: emulator.store.account('acme').id, userId: admin });
      const lever = clientOf(async () => `Bearer ${tokens.accessToken}`);
      expect((await lever.stages.list().toArray()).length).toBeGreaterThan(0);
      await expect(lever.postings.list().toArray()).rejects.toBeInstanceOf(LeverForbidden);
      const first = tokens;
      tokens = await refreshTokens({ ...client, refreshToken: tokens.refreshToken ?? '' });
      expect(tokens.refreshToken).not.toBe(first.refreshToken);
      expect((await lever.stages.list().toArray()).length).toBeGreaterThan(0);
      await expect(refreshTokens({ ...client, refreshToken: first.refreshToken ?? '' })).rejects.toBeInstanceOf(InvalidGrant);
    });

    it('uses a code once only', async () => {
      const code = await consent();
      await exchangeCode({ ...client, code, redirectUri: REDIRECT });
      await expect(exchangeCode({ ...client, code, redirectUri: REDIRECT })).rejects.toBeInstanceOf(InvalidGrant);
    });
  });

  describe('webhooks', () => {
    let server: Server;
    const bodies: Buffer[] = [];

    beforeAll(async () => {
      server = createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('end', () => { bodies.push(Buffer.concat(chunks)); response.writeHead(200).end(); });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    });
    afterAll(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    const nextDelivery = async (): Promise<Buffer> => {
      for (let tries = 0; bodies.length === 0 && tries < 100; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      const body = bodies.shift();
      if (!body) throw new Error('nothing was delivered');
      return body;
    };

    it('are signed with the token of their subscription, the test call too', async () => {
      const lever = withKey('all');
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
      const made = await lever.webhooks.create({ url, event: 'candidateStageChange', configuration: { verifyConnection: true } });
      const secret = made.configuration.signatureToken ?? '';
      expect(readLeverWebhook(await nextDelivery(), [secret])).toMatchObject({ ok: true, isTestCall: true, webhook: { event: 'candidateStageChange' } });
      const [row] = await lever.opportunities.list({ stageId: ['lead-new'] }).toArray();
      await lever.opportunities.updateStage(row?.id ?? '', 'applicant-new');
      const delivered = await nextDelivery();
      expect(readLeverWebhook(delivered, [secret])).toMatchObject({
        ok: true, isTestCall: false, webhook: { data: { opportunityId: row?.id, toStageId: 'applicant-new' } },
      });
      expect(readLeverWebhook(delivered, ['another'])).toEqual({ ok: false, reason: 'signature-wrong' });
    });
  });
});
