import { Injectable } from '@nestjs/common';
import type { IntegrationProvider, LifecycleContext, SetupContext, SetupReport } from 'patchbay/sdk';
import { DAY_MS } from './calendar.js';
import { calendarJobs } from './handlers/calendar.jobs.js';
import { catchUpJobs, catchUpSchedule } from './handlers/catch-up.jobs.js';
import { checkJobs } from './handlers/check.jobs.js';
import { webhooks } from './handlers/host.events.js';
import { leverFacts } from './handlers/lever.facts.js';
import { messageJobs } from './handlers/message.jobs.js';
import { RefappClient } from './refapp.client.js';
import { iso, WE_SELECT } from './refapp.context.js';
import { MANIFEST } from './refapp.manifest.js';
import type { RefappSettings } from './refapp.settings.js';
import { setupSteps } from './setup.js';
import { TEMPLATES } from './texts.js';
import { ACCOUNT_ACTIONS, VENDOR_ACTIONS } from './vendor-actions.js';
import { WeSelectClient } from './we-select.client.js';

/** How long links of running checks can still be read after switching off (RE-41). */
const READABLE_MS = 7 * DAY_MS;

/** Refapp: reference taking as a step of the process, in We Select and Lever. */
@Injectable()
export class RefappProvider implements IntegrationProvider<RefappSettings> {
  readonly manifest = MANIFEST;
  readonly schedules = { 'catch-up': catchUpSchedule };
  readonly jobs = { ...checkJobs, ...calendarJobs, ...messageJobs, ...catchUpJobs };
  readonly facts = leverFacts;
  readonly webhooks = webhooks;
  readonly vendorActions = VENDOR_ACTIONS;
  readonly accountActions = ACCOUNT_ACTIONS;
  readonly templates = TEMPLATES;

  async setup(ctx: SetupContext<RefappSettings>): Promise<SetupReport> {
    return setupSteps({ vendor: ctx.vendor.state, lever: ctx.lever.state, missingPermissions: ctx.lever.missingPermissions, channels: ctx.channels });
  }

  /** Opens the links again, subscribes, and looks up everything that runs, so that nothing told meanwhile is missed (SH-9). */
  async enable(ctx: LifecycleContext<RefappSettings>): Promise<void> {
    await new RefappClient(ctx.vendor).access({ mode: 'open' });
    await this.subscribe(ctx);
    await ctx.commit(async (tx) => {
      await tx.jobs.enqueue({ name: 'catch-up', key: `enabled:${ctx.clock.now()}`, lane: 'run:catch-up', payload: { isWhole: true } });
    });
  }

  /** We Select is signed in to: it tells us of moved candidates and offers the questionnaires under Test/Event (RE-3, RE-4). */
  async accountConnected(ctx: LifecycleContext<RefappSettings>): Promise<void> {
    if (ctx.state === 'enabled') await this.subscribe(ctx);
  }

  /** Both tell at one address, and the hub keeps the two newest secrets: so both subscriptions are always renewed together. */
  private async subscribe(ctx: LifecycleContext<RefappSettings>): Promise<void> {
    const { url } = ctx.vendorWebhook;
    if (url === null) return;
    const refapp = new RefappClient(ctx.vendor);
    const secrets = [await refapp.subscribe(url)];
    if ((await ctx.accounts.status(WE_SELECT)).state === 'active') {
      const weSelect = new WeSelectClient(ctx.accounts.http(WE_SELECT));
      const questionnaires = await refapp.questionnaires();
      await weSelect.offer(questionnaires.filter((one) => !one.isDemographic).map(({ id, name }) => ({ id, name })));
      secrets.push(await weSelect.subscribe(url));
    }
    // One commit each: the second must find the first.
    for (const secret of secrets) await ctx.commit((tx) => tx.vendorWebhook.addSecret(secret));
  }

  /** Sending has stopped; links can be read for seven days, so that referees meet no error, and are shut then (RE-41). */
  async disable(ctx: LifecycleContext<RefappSettings>): Promise<void> {
    const refapp = new RefappClient(ctx.vendor);
    await refapp.access({ mode: 'read_only', until: iso(ctx.clock.now() + READABLE_MS) });
    await refapp.unsubscribe();
    if ((await ctx.accounts.status(WE_SELECT)).state === 'active') await new WeSelectClient(ctx.accounts.http(WE_SELECT)).unsubscribe();
  }

  /** Nothing outside may be called, and nothing of ours must change: rows wait for the next connection (SH-9). */
  async revoke(ctx: LifecycleContext<RefappSettings>, cause: string): Promise<void> {
    ctx.log.warn('refapp.revoked', { cause });
  }
}
