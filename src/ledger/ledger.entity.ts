import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import type { ActionSpec, ActionState } from '../sdk/actions.js';
import type { FactKind } from '../sdk/facts.js';

export type SignalSource = 'lever-webhook' | 'lever-poll' | 'vendor-webhook' | 'manual';
export type JobState = 'waiting' | 'done' | 'dead' | 'cancelled';
export type JobKind = 'fact' | 'job' | 'event';

const SignalSchema = coreTable({
  table: 'signal',
  runner: 'all',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    tenantId: p.uuid(),
    source: p.string().$type<SignalSource>(),
    installationId: p.uuid().nullable(),
    laneKey: p.string().length(400),
    /** The sender's own name for the delivery; the same again is not stored twice. */
    dedupeKey: p.string().length(400).nullable(),
    raw: p.blob().nullable(),
    receivedAt: p.datetime(),
    handledAt: p.datetime().nullable(),
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
    dead: p.boolean().default(false),
  },
  uniques: [{ name: 'signal_dedupe', properties: ['tenantId', 'dedupeKey'] }],
  indexes: [
    { name: 'signal_open', expression: 'create index "signal_open" on "signal" ("tenant_id", "lane_key", "id") where handled_at is null and not dead' },
    { name: 'signal_dead', expression: 'create index "signal_dead" on "signal" ("tenant_id", "id") where dead' },
  ],
});
/** Something said "look": stored before it is acknowledged. */
export class Signal extends SignalSchema.class {}
SignalSchema.setClass(Signal);

const LaneSchema = coreTable({
  table: 'lane',
  runner: 'all',
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    tenantId: p.uuid(),
    /** Which worker serves it: look, inbox, job, action. */
    kind: p.string().length(20),
    /** Installation id, or empty for the tenant's own lanes. */
    scope: p.string().length(40),
    key: p.string().length(400),
    /** Business time of the next piece of work; null when there is none. */
    dueAt: p.datetime().nullable(),
    /** Technical times: back-off and lease. */
    retryAt: p.datetime(),
    lockedUntil: p.datetime(),
    fence: p.bigint('number').default(0),
    failures: p.integer().default(0),
    deaths: p.integer().default(0),
  },
  uniques: [{ name: 'lane_key', properties: ['tenantId', 'kind', 'scope', 'key'] }],
  indexes: [{ name: 'lane_due', expression: 'create index "lane_due" on "lane" ("tenant_id", "due_at") where due_at is not null' }],
});
/** The unit of claiming: work of one lane runs one piece at a time, in order (decisions D10). */
export class Lane extends LaneSchema.class {}
LaneSchema.setClass(Lane);

const FactSchema = coreTable({
  table: 'fact',
  runner: 'select',
  person: { by: { column: 'opportunity_id', is: 'opportunity' }, erase: ['payload'] },
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    tenantId: p.uuid(),
    kind: p.string().length(40).$type<FactKind>(),
    naturalKey: p.string().length(300),
    opportunityId: p.string().nullable(),
    postingId: p.string().nullable(),
    occurredAt: p.datetime(),
    payload: p.json(),
    causedBy: p.bigint('string').nullable(),
    causedByIntegration: p.string().nullable(),
    depth: p.integer().default(0),
    recordedAt: p.datetime(),
  },
  uniques: [{ name: 'fact_natural_key', properties: ['tenantId', 'kind', 'naturalKey'] }],
  indexes: [{ name: 'fact_opportunity', properties: ['tenantId', 'opportunityId'] }],
});
/** A change, derived once by comparing Lever with the mirror (decisions D1). */
export class FactRow extends FactSchema.class {}
FactSchema.setClass(FactRow);

const JobSchema = coreTable({
  table: 'job',
  runner: 'all',
  person: { by: { column: 'opportunity_id', is: 'opportunity' }, erase: ['payload', 'last_error'] },
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    tenantId: p.uuid(),
    installationId: p.uuid(),
    integrationKey: p.string(),
    kind: p.string().length(10).$type<JobKind>(),
    /** Fact kind, job name or vendor event type. */
    name: p.string().length(100),
    uniqueKey: p.string().length(400),
    laneKey: p.string().length(400),
    opportunityId: p.string().nullable(),
    payload: p.json(),
    factId: p.bigint('string').nullable(),
    depth: p.integer().default(0),
    state: p.string().length(12).$type<JobState>(),
    dueAt: p.datetime(),
    attempts: p.integer().default(0),
    lastError: p.text().nullable(),
    /** Business time since which every try has failed; null when none has. */
    firstFailedAt: p.datetime().nullable(),
    epoch: p.integer(),
    settingsRevision: p.integer(),
    createdAt: p.datetime(),
    finishedAt: p.datetime().nullable(),
  },
  uniques: [{ name: 'job_once', properties: ['installationId', 'kind', 'name', 'uniqueKey'] }],
  indexes: [
    { name: 'job_next', expression: `create index "job_next" on "job" ("tenant_id", "installation_id", "lane_key", "due_at", "id") where state = 'waiting'` },
    { name: 'job_dead', expression: `create index "job_dead" on "job" ("tenant_id", "id") where state = 'dead'` },
    { name: 'job_opportunity', properties: ['tenantId', 'opportunityId'] },
  ],
});
/** A durable piece of work for one handler of one installation. */
export class Job extends JobSchema.class {}
JobSchema.setClass(Job);

const ActionSchema = coreTable({
  table: 'action',
  runner: 'all',
  person: { by: { column: 'opportunity_id', is: 'opportunity' }, erase: ['request', 'reasons', 'result', 'outcome_reason'] },
  properties: {
    id: p.bigint('string').primary().autoincrement(),
    tenantId: p.uuid(),
    integrationKey: p.string(),
    installationId: p.uuid(),
    key: p.string().length(500),
    kind: p.string().length(20).$type<ActionSpec['kind']>(),
    opportunityId: p.string().nullable(),
    laneKey: p.string().length(400),
    meaning: p.string().length(200),
    occasion: p.string().length(300),
    /** Frozen when planned: a retry sends the same (D5). */
    request: p.json().$type<Record<string, unknown>>(),
    reasons: p.json().$type<readonly string[]>(),
    requiresPrevious: p.boolean(),
    then: p.json().$type<{ job: string; context?: Record<string, unknown> } | null>().nullable(),
    state: p.string().length(20).$type<ActionState>(),
    dueAt: p.datetime(),
    attempts: p.integer().default(0),
    /** Business time since which every try has failed; null when none has. */
    firstFailedAt: p.datetime().nullable(),
    /** Technical time of the last send, for settle time and echoes. */
    sentAt: p.datetime().nullable(),
    outcomeReason: p.text().nullable(),
    remedy: p.text().nullable(),
    result: p.json().$type<Record<string, unknown> | null>().nullable(),
    epoch: p.integer(),
    settingsRevision: p.integer(),
    jobId: p.bigint('string').nullable(),
    factId: p.bigint('string').nullable(),
    depth: p.integer().default(0),
    cleanUp: p.boolean().default(false),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
  uniques: [{ name: 'action_key', properties: ['tenantId', 'key'] }],
  indexes: [
    { name: 'action_open', expression: `create index "action_open" on "action" ("tenant_id", "lane_key", "id") where state in ('ready', 'sending', 'unknown')` },
    { name: 'action_opportunity', properties: ['tenantId', 'opportunityId', 'id'] },
    { name: 'action_installation', properties: ['tenantId', 'installationId', 'state'] },
  ],
});
/** One intended write to an outside system: intention first, call second (decisions D5 to D8). */
export class ActionRow extends ActionSchema.class {}
ActionSchema.setClass(ActionRow);

const CursorSchema = coreTable({
  table: 'cursor',
  runner: 'none',
  properties: {
    tenantId: p.uuid().primary(),
    /** Installation id, or `hub`. */
    owner: p.string().length(40).primary(),
    name: p.string().length(100).primary(),
    value: p.text().nullable(),
  },
});
/** A named position of a long run or of polling. */
export class Cursor extends CursorSchema.class {}
CursorSchema.setClass(Cursor);

const ScheduleSchema = coreTable({
  table: 'schedule',
  runner: 'all',
  properties: {
    installationId: p.uuid().primary(),
    name: p.string().length(100).primary(),
    tenantId: p.uuid(),
    cron: p.string(),
    zone: p.string(),
    nextDue: p.datetime(),
    paused: p.boolean().default(false),
  },
});
/** When a schedule of an installation is due next, in business time. */
export class Schedule extends ScheduleSchema.class {}
ScheduleSchema.setClass(Schedule);

const ScheduleRunSchema = coreTable({
  table: 'schedule_run',
  runner: 'all',
  properties: {
    installationId: p.uuid().primary(),
    name: p.string().length(100).primary(),
    due: p.datetime().primary(),
    tenantId: p.uuid(),
    /** run: a job was made; collapsed: a later due time took its place; skipped: the previous run was still going. */
    outcome: p.string().length(12).$type<'run' | 'collapsed' | 'skipped' | 'joined'>(),
    jobId: p.bigint('string').nullable(),
  },
});
/** What became of each due time: none is missed without a record (D18). */
export class ScheduleRun extends ScheduleRunSchema.class {}
ScheduleRunSchema.setClass(ScheduleRun);

export const LEDGER_ENTITIES = [Signal, Lane, FactRow, Job, ActionRow, Cursor, Schedule, ScheduleRun];
