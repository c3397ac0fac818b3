import type { EntityManager } from '@mikro-orm/postgresql';
import { enqueueJob } from '../ledger/jobs.js';
import type { MessageChannel, MessageOutcome } from '../sdk/messages.js';

export interface ToldMessage {
  readonly id: string;
  readonly tenantId: string;
  readonly plugin: string;
  readonly key: string;
  readonly channel: MessageChannel;
  readonly installationId: string | null;
  readonly settingsRevision: number | null;
  readonly contactId: string | null;
  readonly thenJob: string | null;
  readonly thenLane: string | null;
  readonly thenContext: Readonly<Record<string, unknown>> | null;
}

export const TOLD_COLUMNS = `id, tenant_id as "tenantId", plugin, key, channel, installation_id as "installationId", settings_revision as "settingsRevision",
  contact_id as "contactId", then_job as "thenJob", then_lane as "thenLane", then_context as "thenContext"`;

/** Tells the plugin what became of its message, once for each state, in the transaction that stores it. */
export async function tellOutcome(
  em: EntityManager, message: ToldMessage, outcome: Pick<MessageOutcome, 'state' | 'reason' | 'cause'>, now: number,
): Promise<void> {
  const { installationId, thenJob, thenLane } = message;
  if (!installationId || !thenJob || !thenLane) return;
  // The epoch of today: an outcome is news also for an installation that was off in between.
  const rows = await em.execute<{ epoch: number }[]>('select epoch from installation where id = ?', [installationId]);
  if (!rows[0]) return;
  const payload: MessageOutcome = {
    messageId: message.id, key: message.key, channel: message.channel, ...outcome, at: now, context: message.thenContext ?? {},
  };
  await enqueueJob(em, {
    tenantId: message.tenantId, installationId, integrationKey: message.plugin, kind: 'job', name: thenJob, uniqueKey: `message:${message.id}:${outcome.state}`,
    laneKey: thenLane, opportunityId: thenLane.startsWith('opportunity:') ? thenLane.slice('opportunity:'.length) : null, payload, factId: null, depth: 0,
    dueAt: now, epoch: rows[0].epoch, settingsRevision: message.settingsRevision ?? 0, createdAt: now,
  });
}
