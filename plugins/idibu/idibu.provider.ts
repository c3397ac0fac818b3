import { Injectable } from '@nestjs/common';
import type { IntegrationProvider, LifecycleContext, SetupContext, SetupReport } from 'patchbay/sdk';
import { CRM_ACTIONS } from './crm-actions.js';
import { candidateWebhooks, pollJobs, pollSchedule } from './handlers/candidate.events.js';
import { forwardJobs } from './handlers/forward.jobs.js';
import { leverFacts } from './handlers/lever.facts.js';
import { statusSchedule, upkeepJobs } from './handlers/upkeep.jobs.js';
import { crmJobs, selectCrm } from './handoff-crm.js';
import { IdibuClient } from './idibu.client.js';
import { MANIFEST } from './idibu.manifest.js';
import { IdibuSettings } from './idibu.settings.js';
import { setupSteps } from './setup.js';
import { VENDOR_ACTIONS } from './vendor-actions.js';
import { newSecret, WEBHOOK_URL } from './webhook.js';

type Life = LifecycleContext<IdibuSettings>;

/** idibu: hands applicants off into a CRM. */
@Injectable()
export class IdibuProvider implements IntegrationProvider<IdibuSettings> {
  readonly manifest = MANIFEST;
  readonly schedules = { 'poll-idibu': pollSchedule, 'sync-statuses': statusSchedule };
  readonly jobs = { ...pollJobs, ...forwardJobs, ...upkeepJobs, ...crmJobs };
  readonly facts = leverFacts;
  readonly webhooks = candidateWebhooks;
  readonly vendorActions = VENDOR_ACTIONS;
  readonly accountActions = CRM_ACTIONS;

  async setup(ctx: SetupContext<IdibuSettings>): Promise<SetupReport> {
    const { useIdibu, useLever } = ctx.settings ?? new IdibuSettings();
    return setupSteps({ useIdibu, useLever, idibu: ctx.vendor.state, lever: ctx.lever.state, missingPermissions: ctx.lever.missingPermissions });
  }

  /** Subscribes to idibu, reads its statuses and people, goes on with what was not sent (SH-9). Who applied before the first time is known, not sent. */
  async enable(ctx: Life): Promise<void> {
    const { url } = ctx.vendorWebhook;
    const secret = ctx.settings.useIdibu && url !== null ? newSecret() : null;
    const now = ctx.clock.now();
    await ctx.commit(async (tx) => {
      if (secret !== null) await tx.vendorWebhook.addSecret(secret);
      await tx.cursor.set(WEBHOOK_URL, secret === null ? null : url);
      if (await tx.cursor.get('baseline') === null) await tx.cursor.set('baseline', String(now));
      for (const name of ['sync-statuses', 'poll-idibu', 'resume-forwards']) await tx.jobs.enqueue({ name, key: `enabled:${now}`, lane: `run:${name}`, payload: {} });
    });
    // Only now: what is sent here must find its secret.
    if (secret !== null && url !== null) await new IdibuClient(ctx.vendor).subscribe(url, secret);
  }

  async accountConnected(ctx: Life, system: string): Promise<void> {
    await selectCrm(ctx, system);
  }

  /** What the CRM has stays; idibu just stops telling. */
  async disable(ctx: Life): Promise<void> {
    if (ctx.settings.useIdibu && ctx.vendorWebhook.url !== null) await new IdibuClient(ctx.vendor).unsubscribe(ctx.vendorWebhook.url);
  }

  async revoke(ctx: Life, cause: string): Promise<void> {
    ctx.log.warn('idibu.revoked', { cause });
  }
}
