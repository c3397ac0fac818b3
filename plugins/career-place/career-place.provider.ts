import { Injectable } from '@nestjs/common';
import type { IntegrationProvider, LifecycleContext, SetupContext, SetupReport } from 'patchbay/sdk';
import { CareerPlaceClient } from './career-place.client.js';
import { MANIFEST } from './career-place.manifest.js';
import type { CareerPlaceSettings } from './career-place.settings.js';
import { applicantWebhooks } from './handlers/applicant.events.js';
import { applicationFacts } from './handlers/application.facts.js';
import { catchUpJobs, catchUpSchedule } from './handlers/catch-up.jobs.js';
import { invitationJobs } from './handlers/invitation.jobs.js';
import { linkJobs } from './handlers/link.jobs.js';
import { opportunityFacts } from './handlers/opportunity.facts.js';
import { postingFacts, postingJobs } from './handlers/posting.facts.js';
import { reminderJobs } from './handlers/reminder.jobs.js';
import { setupSteps } from './setup.js';
import { VENDOR_ACTIONS } from './vendor-actions.js';

/** career.place: qualification funnels for the applicants of linked Lever jobs. */
@Injectable()
export class CareerPlaceProvider implements IntegrationProvider<CareerPlaceSettings> {
  readonly manifest = MANIFEST;
  readonly schedules = { 'catch-up': catchUpSchedule };
  readonly jobs = { ...invitationJobs, ...reminderJobs, ...linkJobs, ...postingJobs, ...catchUpJobs };
  readonly facts = { ...applicationFacts, ...opportunityFacts, ...postingFacts };
  readonly webhooks = applicantWebhooks;
  readonly vendorActions = VENDOR_ACTIONS;

  async setup(ctx: SetupContext<CareerPlaceSettings>): Promise<SetupReport> {
    return setupSteps({
      vendor: ctx.vendor.state, lever: ctx.lever.state, missingPermissions: ctx.lever.missingPermissions, webhook: ctx.leverWebhook,
      stageId: ctx.settings === null || ctx.settings.stageId === '' ? null : ctx.settings.stageId, stages: await ctx.mirror.stages(),
    });
  }

  /**
   * Subscribes to the events and looks up everybody who is not through, so that nothing told meanwhile is missed (SH-9).
   * The subscription is no action: its answer holds a secret, which must not become a stored result.
   */
  async enable(ctx: LifecycleContext<CareerPlaceSettings>): Promise<void> {
    const { url } = ctx.vendorWebhook;
    const secret = url === null ? null : await new CareerPlaceClient(ctx.vendor).subscribe(url);
    await ctx.commit(async (tx) => {
      if (secret !== null) await tx.vendorWebhook.addSecret(secret);
      await tx.jobs.enqueue({ name: 'catch-up', key: `enabled:${ctx.clock.now()}`, lane: 'run:catch-up', payload: { isWhole: true } });
    });
  }

  /** Tags and notes stay (CP-41); career.place just stops telling. */
  async disable(ctx: LifecycleContext<CareerPlaceSettings>): Promise<void> {
    await new CareerPlaceClient(ctx.vendor).unsubscribe();
  }

  /** Nothing outside may be called, and nothing of ours must change: rows wait for the next connection (SH-9). */
  async revoke(ctx: LifecycleContext<CareerPlaceSettings>, cause: string): Promise<void> {
    ctx.log.warn('career-place.revoked', { cause });
  }
}
