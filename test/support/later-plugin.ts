import { PatchbayError, type IntegrationProvider } from '../../src/sdk/index.js';

class NoSettings {}

export const LATER_MS = 30 * 86_400_000;

/** Plans a job in thirty days for each applicant, and with it a tag thirty days later; the job cannot reach its other side while `isAway`. */
export function laterPlugin(isAway: () => boolean): IntegrationProvider<NoSettings> {
  return {
    manifest: {
      key: 'later', name: 'Later', version: '1.0.0', sdk: '^1.0.0', summary: 'Does everything later.', settings: NoSettings, settingsVersion: 1,
      lever: { auth: 'api_key', operations: ['opportunities.get', 'opportunities.list', 'opportunities.addTags'], webhookEvents: [] },
      may: ['tag'], support: { email: 'support@example.com', text: 'Ask.' },
    },
    setup: async () => ({ steps: [] }),
    schedules: {}, webhooks: null, vendorActions: {},
    jobs: {
      look: {
        handle: async ({ opportunityId }, ctx) => {
          if (isAway()) throw new PatchbayError('away', 'outside', 'Nobody answers.', { retryable: true });
          await ctx.commit(async (tx) => {
            await tx.actions.plan({
              kind: 'tag.add', opportunityId: String(opportunityId), tags: ['PB-Later'], meaning: 'tag:later', occasion: 'once', reasons: ['it is time'],
              dueAt: ctx.clock.now() + LATER_MS,
            });
          });
        },
      },
    },
    facts: {
      'application.created': async (fact, ctx) => {
        const { opportunityId } = fact.payload;
        await ctx.commit(async (tx) => {
          await tx.jobs.enqueue({
            name: 'look', key: opportunityId, lane: `opportunity:${opportunityId}`, payload: { opportunityId }, dueAt: ctx.clock.now() + LATER_MS,
          });
        });
      },
    },
    enable: async () => undefined,
    disable: async () => undefined,
    revoke: async () => undefined,
  };
}
