import type { EntityManager } from '@mikro-orm/postgresql';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { Connections } from '../connections/connections.js';
import { planAction } from '../ledger/actions.js';
import { cancelJobs, enqueueJob } from '../ledger/jobs.js';
import type { Messages } from '../messaging/messages.js';
import type { MessageOrigin } from '../messaging/outbox.js';
import type { ErasureService } from '../operations/erasure/erasure.service.js';
import type { PeopleSearch } from '../people/people-search.js';
import type { ActionSpec, Capability } from '../sdk/actions.js';
import type { UnitOfWork } from '../sdk/context.js';
import { PatchbayError } from '../sdk/errors.js';
import type { PersonMessage } from '../sdk/messages.js';
import type { Principal } from '../sdk/principal.js';
import type { IntegrationProvider } from '../sdk/provider.js';
import type { InstallationView } from './installation-view.js';

/** What a unit of work was started for: recorded with everything it plans. */
export interface WorkOrigin {
  readonly installation: InstallationView;
  readonly provider: IntegrationProvider;
  readonly actor: Principal;
  readonly jobId: string | null;
  readonly factId: string | null;
  readonly depth: number;
  /** Business time, epoch ms. */
  readonly now: number;
}

const CAPABILITY: Record<ActionSpec['kind'], Capability> = {
  'tag.add': 'tag', 'tag.remove': 'tag', 'note.add': 'note', 'stage.move': 'stage-forward', 'lead.create': 'lead',
  'archive': 'archive-by-human', 'unarchive': 'archive-by-human', 'vendor': 'vendor',
};

/** Refuses what the manifest does not list (D22). Pure. */
export function assertMay(provider: IntegrationProvider, spec: ActionSpec): void {
  const needed = CAPABILITY[spec.kind];
  if (!provider.manifest.may.includes(needed)) {
    throw new PatchbayError('capability-missing', 'ours', `${provider.manifest.key} may not ${needed}.`, { retryable: false });
  }
  if (spec.kind === 'vendor' && !provider.vendorActions[spec.name] && !provider.accountActions?.[spec.name]) {
    throw new PatchbayError('unknown-vendor-action', 'ours', `${provider.manifest.key} has no vendor action ${spec.name}.`, { retryable: false });
  }
}

/** Archiving is a person's own click: planned in their use case, never by a job, a fact or for somebody else (G9, LG-1). Pure. */
export function assertByHuman(actor: Principal, spec: ActionSpec): void {
  if (spec.kind !== 'archive' && spec.kind !== 'unarchive') return;
  if (actor.kind === 'member' && actor.id === spec.byMemberId) return;
  throw new PatchbayError('archive-by-human-only', 'ours', 'Only the member who decides may archive or take it back.', { retryable: false });
}

export interface UnitOfWorkPorts {
  readonly audit: AuditTrail; readonly messages: Messages; readonly connections: Connections; readonly people: PeopleSearch;
  readonly erasures: Pick<ErasureService, 'begin'>;
}

function assertTold(provider: IntegrationProvider, { then }: PersonMessage): void {
  if (!then || provider.jobs[then.job]) return;
  throw new PatchbayError('unknown-job', 'ours', `${provider.manifest.key} has no job ${then.job} to tell.`, { retryable: false });
}

function messagesOf(em: EntityManager, { installation, provider }: WorkOrigin, messages: Messages): UnitOfWork['messages'] {
  const { tenantId, integrationKey, id } = installation;
  return {
    alertAdmins: (alert) => messages.alertAdmins(em, { tenantId, plugin: integrationKey, ...alert }),
    send: (message) => {
      assertTold(provider, message);
      return messages.sendToPerson(em, tenantId, messageOrigin(installation), message);
    },
    cancel: (keyPrefix) => messages.cancel(em, id, keyPrefix),
  };
}

function messageOrigin({ integrationKey, id, epoch, settingsRevision, mode, organisation }: InstallationView): MessageOrigin {
  return { integrationKey, installationId: id, epoch, settingsRevision, mode, organisation };
}

/** The plugin's side of one transaction (D2). */
export function unitOfWork(em: EntityManager, origin: WorkOrigin, ports: UnitOfWorkPorts): UnitOfWork {
  const { installation } = origin;
  const { tenantId, id: installationId, integrationKey } = installation;
  return {
    store: em,
    actions: {
      plan: (spec) => {
        assertMay(origin.provider, spec);
        assertByHuman(origin.actor, spec);
        return planAction(em, {
          tenantId, integrationKey, installationId, epoch: installation.epoch, settingsRevision: installation.settingsRevision,
          mode: installation.mode, jobId: origin.jobId, factId: origin.factId, depth: origin.depth, now: origin.now,
        }, spec);
      },
    },
    jobs: {
      enqueue: async (job) => (await enqueueJob(em, {
        tenantId, installationId, integrationKey, kind: 'job', name: job.name, uniqueKey: job.key, laneKey: job.lane,
        opportunityId: job.lane.startsWith('opportunity:') ? job.lane.slice('opportunity:'.length) : null, payload: job.payload,
        factId: null, depth: origin.depth, dueAt: job.dueAt ?? origin.now, epoch: installation.epoch,
        settingsRevision: installation.settingsRevision, createdAt: origin.now,
      })) !== null,
      cancel: (name, keyPrefix) => cancelJobs(em, installationId, name, keyPrefix, origin.now),
    },
    messages: messagesOf(em, origin, ports.messages),
    forget: async (otherPersonId) => {
      await ports.erasures.begin(em, tenantId, { integrationKey, otherPersonId }, { by: origin.actor, cause: integrationKey });
    },
    vendorWebhook: {
      addSecret: (secret) => ports.connections.addVendorSecret(em, tenantId, installationId, origin.provider.manifest.vendor?.system ?? '', secret),
    },
    audit: { record: (fact) => ports.audit.record(em, { tenantId, actor: origin.actor, ...fact }) },
    people: ports.people.writes(em, tenantId),
    cursor: cursorOf(em, tenantId, installationId),
  };
}

function cursorOf(em: EntityManager, tenantId: string, owner: string): UnitOfWork['cursor'] {
  return {
    get: async (name) => {
      const rows = await em.execute<{ value: string | null }[]>('select value from cursor where owner = ? and name = ?', [owner, name]);
      return rows[0]?.value ?? null;
    },
    set: async (name, value) => {
      await em.execute(
        `insert into cursor (tenant_id, owner, name, value) values (?, ?, ?, ?) on conflict (tenant_id, owner, name) do update set value = excluded.value`,
        [tenantId, owner, name, value]);
    },
  };
}
