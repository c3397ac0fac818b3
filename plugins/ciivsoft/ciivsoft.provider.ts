import { Injectable } from '@nestjs/common';
import type { IntegrationProvider, LifecycleContext, SetupContext, SetupReport } from 'patchbay/sdk';
import { OPEN_STATES } from './ciivsoft.context.js';
import { MANIFEST } from './ciivsoft.manifest.js';
import type { CiivsoftSettings } from './ciivsoft.settings.js';
import { arrivalFacts } from './handlers/arrival.facts.js';
import { libraryJobs, startReading } from './handlers/library.jobs.js';
import { outcomeJobs } from './handlers/outcome.jobs.js';
import { replanJobs, startReplanning } from './handlers/replan.jobs.js';
import { runJobs, runSchedule } from './handlers/run.jobs.js';
import { cutShort } from './run-store.js';
import { setupSteps } from './setup.js';

/** CiiVSOFT: ARKiiVE, FiiLTER and REFiiNE over the hub's own matching engine; there is no service of the vendor to call. */
@Injectable()
export class CiivsoftProvider implements IntegrationProvider<CiivsoftSettings> {
  readonly manifest = MANIFEST;
  readonly schedules = { run: runSchedule };
  readonly jobs = { ...runJobs, ...libraryJobs, ...outcomeJobs, ...replanJobs };
  readonly facts = arrivalFacts;
  readonly webhooks = null;
  readonly vendorActions = {};

  async setup(ctx: SetupContext<CiivsoftSettings>): Promise<SetupReport> {
    return setupSteps({
      lever: ctx.lever.state, actsAs: ctx.lever.actsAs, missingPermissions: ctx.lever.missingPermissions, missingOptional: ctx.lever.missingOptional,
      settings: ctx.settings, stages: await ctx.mirror.stages(), postings: await ctx.mirror.postings({ states: OPEN_STATES }),
    });
  }

  /** Reads every résumé once, and plans again what a switch-off left unsent. */
  async enable(ctx: LifecycleContext<CiivsoftSettings>): Promise<void> {
    await ctx.commit(async (tx) => {
      await startReading(tx, `enabled:${ctx.clock.now()}`);
      await startReplanning(tx, `enabled:${ctx.clock.now()}`);
    });
  }

  /** Leads, stages, notes and tags stay (CI-40). */
  async disable(ctx: LifecycleContext<CiivsoftSettings>): Promise<void> {
    await ctx.commit((tx) => cutShort(tx, ctx.clock.now(), 'switched off'));
  }

  /** The key was deleted in Lever: what was written stands, nothing is tried until there is a new one (CI-41). */
  async revoke(ctx: LifecycleContext<CiivsoftSettings>, cause: string): Promise<void> {
    await ctx.commit((tx) => cutShort(tx, ctx.clock.now(), `stopped: ${cause}`));
  }
}
