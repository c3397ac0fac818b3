import { IsOptional, IsString } from 'class-validator';
import type { IntegrationProvider } from '../../src/sdk/index.js';

class TaggingSettings {
  @IsOptional() @IsString() tag = 'PB-Seen';
}

/** The smallest useful plugin: each application gets a tag and a note. */
export const taggingPlugin: IntegrationProvider<TaggingSettings> = {
  manifest: {
    key: 'tagging', name: 'Tagging', version: '1.0.0', sdk: '^1.0.0', summary: 'Tags applications.', settings: TaggingSettings, settingsVersion: 1,
    lever: { auth: 'api_key', operations: ['opportunities.get', 'opportunities.list', 'opportunities.addTags', 'notes.create'], webhookEvents: ['applicationCreated'] },
    may: ['tag', 'note', 'stage-forward'], support: { email: 'support@example.com', text: 'Ask.' },
  },
  setup: async () => ({ steps: [] }),
  schedules: {}, jobs: {}, webhooks: null, vendorActions: {},
  facts: {
    'application.created': async (fact, ctx) => {
      const { opportunityId, applicationId } = fact.payload;
      await ctx.commit(async (tx) => {
        const reasons = ['a new application arrived'];
        await tx.actions.plan({ kind: 'tag.add', opportunityId, tags: [ctx.settings.tag], meaning: 'tag:seen', occasion: applicationId, reasons });
        await tx.actions.plan({
          kind: 'note.add', opportunityId, text: `Seen application ${applicationId}`, occurredAt: fact.occurredAt, meaning: 'note:seen', occasion: applicationId, reasons,
        });
      });
    },
  },
  enable: async () => undefined,
  disable: async () => undefined,
  revoke: async () => undefined,
};
