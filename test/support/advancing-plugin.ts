import { IsOptional, IsString } from 'class-validator';
import type { IntegrationProvider } from '../../src/sdk/index.js';

class AdvancingSettings {
  @IsOptional() @IsString() stageId = '';
}

/** Stages that the decision believed in; a test sets them to play a slow decision. */
export const decision = { seenStageId: '', stageId: '' };

/** Moves each applicant on to a stage. */
export const advancingPlugin: IntegrationProvider<AdvancingSettings> = {
  manifest: {
    key: 'advancing', name: 'Advancing', version: '1.0.0', sdk: '^1.0.0', summary: 'Moves applicants on.', settings: AdvancingSettings, settingsVersion: 1,
    lever: { auth: 'api_key', operations: ['opportunities.get', 'opportunities.list', 'opportunities.updateStage', 'notes.create'], webhookEvents: [] },
    may: ['note', 'stage-forward'], support: { email: 'support@example.com', text: 'Ask.' },
  },
  setup: async () => ({ steps: [] }),
  schedules: {}, jobs: {}, webhooks: null, vendorActions: {},
  facts: {
    'application.created': async (fact, ctx) => {
      const { opportunityId, applicationId } = fact.payload;
      await ctx.commit(async (tx) => {
        await tx.actions.plan({
          kind: 'stage.move', opportunityId, stageId: decision.stageId, seenStageId: decision.seenStageId, meaning: 'stage:advance',
          occasion: applicationId, reasons: ['the applicant fits'],
        });
      });
    },
  },
  enable: async () => undefined,
  disable: async () => undefined,
  revoke: async () => undefined,
};
