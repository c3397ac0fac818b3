import type { IntegrationProvider } from '../../src/sdk/index.js';

class NoSettings {}

/** What the handler does to an applicant of this name. */
export type Poison = 'throws' | 'hangs' | 'harmless';

/** Tags applicants; chokes on some, as its test decides. */
export function poisonPlugin(kindOf: (opportunityId: string) => Poison): IntegrationProvider<NoSettings> {
  return {
    manifest: {
      key: 'poison', name: 'Poison', version: '1.0.0', sdk: '^1.0.0', summary: 'Chokes on some applicants.', settings: NoSettings, settingsVersion: 1,
      lever: { auth: 'api_key', operations: ['opportunities.get', 'opportunities.list', 'opportunities.addTags'], webhookEvents: [] },
      may: ['tag'], support: { email: 'support@example.com', text: 'Ask.' },
    },
    setup: async () => ({ steps: [] }),
    schedules: {}, webhooks: null, vendorActions: {},
    jobs: {
      digest: {
        timeoutMs: 150,
        handle: async ({ opportunityId }, ctx) => {
          const poison = kindOf(String(opportunityId));
          if (poison === 'throws') throw new TypeError('cannot digest');
          if (poison === 'hangs') await new Promise(() => undefined);
          await ctx.commit(async (tx) => {
            await tx.actions.plan({ kind: 'tag.add', opportunityId: String(opportunityId), tags: ['PB-Digested'], meaning: 'tag:digested', occasion: String(opportunityId), reasons: ['it was digested'] });
          });
        },
      },
    },
    facts: {
      'application.created': async (fact, ctx) => {
        const { opportunityId } = fact.payload;
        await ctx.commit(async (tx) => {
          await tx.jobs.enqueue({ name: 'digest', key: opportunityId, lane: `opportunity:${opportunityId}`, payload: { opportunityId } });
        });
      },
    },
    enable: async () => undefined,
    disable: async () => undefined,
    revoke: async () => undefined,
  };
}
