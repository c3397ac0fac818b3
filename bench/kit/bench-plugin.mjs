import { createHmac, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { definePlugin } from '../../dist/src/sdk/index.js';
import { monotonicMs } from './processes.mjs';

export const KEY = 'bench';
export const VENDOR_SECRET = 'bench-vendor-secret';
export const SIGNATURE_HEADER = 'x-bench-signature';

/** When each piece of work reached its handler, and in which order; read over the process's message channel. */
export const seen = [];

class BenchSettings {}

export const signatureOf = (body) => createHmac('sha256', VENDOR_SECRET).update(body).digest('hex');

async function handle(id, { failOnce = false, workMs = 0 }, ctx) {
  const first = !seen.some((entry) => failOnce && entry.id === id);
  seen.push({ id, at: monotonicMs() });
  if (failOnce && first) throw new Error('fails once');
  if (workMs > 0) await sleep(workMs);
  await ctx.commit(async () => undefined);
}

/** The smallest plugin of the hub that takes vendor events and jobs: what is measured is the hub. */
export class BenchProvider {
  manifest = {
    key: KEY, name: 'Bench', version: '1.0.0', sdk: '^1.0.0', summary: 'Measures the hub.', settings: BenchSettings, settingsVersion: 1,
    lever: { auth: 'api_key', operations: ['opportunities.list', 'opportunities.get'], webhookEvents: ['applicationCreated'] },
    vendor: { system: 'bench', credentialLabel: 'any', authorize: () => ({}), probePath: '/' },
    may: ['lead', 'note'], support: { email: 'support@example.com', text: 'Ask.' },
  };

  schedules = {};
  facts = {};
  vendorActions = {};
  jobs = { work: { handle: (payload, ctx) => handle(payload.id, payload, ctx) } };
  webhooks = {
    verify: ({ headers, rawBody }) => {
      const given = Buffer.from(headers[SIGNATURE_HEADER] ?? '', 'hex');
      const wanted = createHmac('sha256', VENDOR_SECRET).update(rawBody).digest();
      return given.length === wanted.length && timingSafeEqual(given, wanted) ? { ok: true } : { ok: false, reason: 'signature' };
    },
    parse: (rawBody) => {
      const { id, opportunityId } = JSON.parse(rawBody.toString('utf8'));
      return [{ id, type: 'happened', occurredAt: 0, lane: `opportunity:${opportunityId}`, payload: { id } }];
    },
    handlers: { happened: (event, ctx) => handle(event.id, {}, ctx) },
  };

  async setup() { return { steps: [] }; }
  async enable(ctx) { await ctx.commit((tx) => tx.vendorWebhook.addSecret(VENDOR_SECRET)); }
  async disable() { return undefined; }
  async revoke() { return undefined; }
}
Injectable()(BenchProvider);

class BenchModule {}
Module({ providers: [BenchProvider] })(BenchModule);

export default definePlugin({ key: KEY, module: BenchModule, provider: BenchProvider, entities: [], migrations: [] });
