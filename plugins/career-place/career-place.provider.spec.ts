import { describe, expect, it } from '@jest/globals';
import type { LifecycleContext, SetupContext, VendorRequest } from 'patchbay/sdk';
import { CareerPlaceProvider } from './career-place.provider.js';
import { CareerPlaceSettings } from './career-place.settings.js';

const provider = new CareerPlaceProvider();

interface Seen { readonly requests: string[]; readonly secrets: string[]; readonly jobs: string[]; readonly actions: unknown[] }

function lifecycle(url: string | null): { ctx: LifecycleContext<CareerPlaceSettings>; seen: Seen } {
  const seen: Seen = { requests: [], secrets: [], jobs: [], actions: [] };
  const ctx = {
    vendorWebhook: { url, hasSecret: false }, clock: { now: () => 5 }, log: { info: () => undefined, warn: () => undefined },
    vendor: {
      request: async (request: VendorRequest) => {
        seen.requests.push(`${request.method} ${request.path}`);
        return { status: 200, headers: {}, body: { url, secret: 'cp_whsec_1', createdAt: '2026-01-05T08:00:00.000Z' } };
      },
    },
    commit: async (work: (tx: unknown) => Promise<unknown>) => work({
      vendorWebhook: { addSecret: async (secret: string) => { seen.secrets.push(secret); } },
      jobs: { enqueue: async ({ name }: { name: string }) => { seen.jobs.push(name); return true; } },
      actions: { plan: async (spec: unknown) => { seen.actions.push(spec); } },
    }),
  };
  return { ctx: ctx as unknown as LifecycleContext<CareerPlaceSettings>, seen };
}

describe('the integration', () => {
  it('CP-33 LG-1 holds no capability to archive or to make leads', () => {
    expect(provider.manifest.may).toEqual(['tag', 'note', 'stage-forward', 'vendor']);
    expect(provider.manifest.lever.operations).not.toContain('opportunities.updateArchived');
  });

  it('CP-20 listens to no tags and to no moves of a recruiter', () => {
    expect(Object.keys(provider.facts).toSorted()).toEqual([
      'anonymised', 'application.created', 'archive.changed', 'contact.changed', 'contact.merged', 'deleted', 'posting.closed', 'posting.opened',
    ]);
  });

  it('CP-42 names both routes to help', () => {
    expect(provider.manifest.support.email).toBe('support@career.place');
    expect(provider.manifest.support.text).toMatch(/support@career\.place.*purple circle at the bottom right/);
  });

  it('CP-2 SH-2 asks for the webhook "Application Created" and leaves enabling to super admins', () => {
    expect(provider.manifest.lever).toMatchObject({ auth: 'oauth', webhookEvents: ['applicationCreated'] });
    expect(provider.manifest.permissions).toBeUndefined();
  });

  it('has a handler for every job that is started', () => {
    const started = ['invite', 'invite-outcome', 'remind', 'opt-out', 'step-outcome', 'stage-outcome', 'erase-outcome', 'link-outcome', 'invite-existing', 'stop-link',
      'posting-run', 'catch-up', 'catch-up-entry'];
    expect(Object.keys(provider.jobs).toSorted()).toEqual(started.toSorted());
    expect(Object.values(provider.schedules).every((schedule) => schedule.job in provider.jobs)).toBe(true);
  });

  it('CP-1 reports an open set-up before anything was saved', async () => {
    const ctx = {
      settings: null, lever: { state: 'none', missingPermissions: [], missingOptional: [] }, vendor: { state: 'none' },
      leverWebhook: { url: null, hasSecret: false, verifiedAt: null }, mirror: { stages: async () => [] },
    };
    const { steps } = await provider.setup(ctx as unknown as SetupContext<CareerPlaceSettings>);
    expect(steps.every((step) => step.state !== 'done')).toBe(true);
  });
});

describe('switching on and off', () => {
  it('SH-9 G6 subscribes, keeps the secret in its own place and looks up what was missed', async () => {
    const { ctx, seen } = lifecycle('https://hub.example/hooks/career-place/token');
    await provider.enable(ctx);
    expect(seen).toEqual({ requests: ['PUT /api/v1/webhook'], secrets: ['cp_whsec_1'], jobs: ['catch-up'], actions: [] });
  });

  it('CP-41 switching off unsubscribes and writes nothing to Lever', async () => {
    const { ctx, seen } = lifecycle('https://hub.example/hooks/career-place/token');
    await provider.disable(ctx);
    expect(seen).toEqual({ requests: ['DELETE /api/v1/webhook'], secrets: [], jobs: [], actions: [] });
  });

  it('SH-8 CP-41 a revocation calls nobody', async () => {
    const { ctx, seen } = lifecycle(null);
    await provider.revoke(ctx, 'revoked in Lever');
    expect(seen).toEqual({ requests: [], secrets: [], jobs: [], actions: [] });
  });
});
