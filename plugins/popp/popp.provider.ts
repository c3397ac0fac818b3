import { Injectable } from '@nestjs/common';
import type { IntegrationProvider, LifecycleContext, SetupContext, SetupReport } from 'patchbay/sdk';
import { analyseJobs, poppWebhooks } from './handlers/analyse.jobs.js';
import { collectJobs } from './handlers/collect.jobs.js';
import { decisionJobs } from './handlers/decision.jobs.js';
import { extractionJobs } from './handlers/extraction.jobs.js';
import { leverFacts } from './handlers/lever.facts.js';
import { PoppClient } from './popp.client.js';
import { ORIGIN_CURSOR, SUBSCRIBED_CURSOR } from './popp.context.js';
import { MANIFEST } from './popp.manifest.js';
import { PoppSettings } from './popp.settings.js';
import { setupSteps } from './setup.js';
import { VENDOR_ACTIONS } from './vendor-actions.js';

/** Popp AI: analyses, scores and reports of applicants; a person rejects and shortlists. */
@Injectable()
export class PoppProvider implements IntegrationProvider<PoppSettings> {
  readonly manifest = MANIFEST;
  readonly schedules = {};
  readonly jobs = { ...extractionJobs, ...collectJobs, ...analyseJobs, ...decisionJobs };
  readonly facts = leverFacts;
  readonly webhooks = poppWebhooks;
  readonly vendorActions = VENDOR_ACTIONS;

  async setup(ctx: SetupContext<PoppSettings>): Promise<SetupReport> {
    const { engine, shortlistStageId } = ctx.settings ?? new PoppSettings();
    return setupSteps({
      engine, shortlistStageId, lever: ctx.lever.state, missingPermissions: ctx.lever.missingPermissions, vendor: ctx.vendor.state,
      stages: await ctx.mirror.stages(),
    });
  }

  /**
   * Subscribes at Popp when its engine is used, and looks up everybody who was missed (SH-9). The subscription is no
   * action: its answer holds a secret, which must not become a stored result.
   */
  async enable(ctx: LifecycleContext<PoppSettings>): Promise<void> {
    const { url } = ctx.vendorWebhook;
    const secret = ctx.settings.engine === 'popp' && url !== null ? await new PoppClient(ctx.vendor).subscribe(url) : null;
    await ctx.commit(async (tx) => {
      if (secret !== null) await tx.vendorWebhook.addSecret(secret);
      await tx.cursor.set(SUBSCRIBED_CURSOR, secret === null ? null : 'yes');
      if (url !== null) await tx.cursor.set(ORIGIN_CURSOR, new URL(url).origin);
      const occasion = `enabled:${ctx.clock.now()}`;
      await tx.jobs.enqueue({ name: 'catch-up', key: occasion, lane: 'run:catch-up', payload: { occasion } });
    });
  }

  /** Results and notes stay; Popp just stops telling. */
  async disable(ctx: LifecycleContext<PoppSettings>): Promise<void> {
    const { url, hasSecret } = ctx.vendorWebhook;
    if (url !== null && hasSecret) await new PoppClient(ctx.vendor).unsubscribe(url);
  }

  /** Nothing outside may be called, and nothing of ours must change: analyses and results wait for the next connection (SH-9). */
  async revoke(ctx: LifecycleContext<PoppSettings>, cause: string): Promise<void> {
    ctx.log.warn('popp.revoked', { cause });
  }
}
