import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { CheckStatus, Problem } from './check-state.js';
import type { HostKey } from './hosts/host.js';
import type { ChannelChoice } from './step-settings.js';

export interface FraudHint { readonly kind: 'ip' | 'phone' | 'email'; readonly refereeIds: readonly string[]; readonly withCandidate: boolean }
/** What became of the messages to somebody, by channel. */
export type Deliveries = Readonly<Partial<Record<'email' | 'sms', 'asked' | 'failed'>>>;

const ReferenceCheckSchema = tenantTable({
  plugin: 'refapp',
  name: 'reference_check',
  columns: {
    stepId: p.uuid(),
    /** Revision of the step's settings that the check keeps (RE-9). */
    revision: p.integer(),
    host: p.string().length(20).$type<HostKey>(),
    serviceId: p.string().length(60),
    /** The opportunity in Lever, or We Select's candidate. */
    subjectId: p.string().length(60),
    contactId: p.string().length(80),
    /** 1, 2, 3 … for one person in one step. */
    attempt: p.integer(),
    status: p.string().length(20).$type<CheckStatus>(),
    problem: p.string().length(30).$type<Problem>().nullable(),
    /** Refapp's candidate, and its counter of changes seen last. */
    candidateId: p.string().length(200).nullable(),
    candidateUrl: p.text().nullable(),
    reportUrl: p.text().nullable(),
    version: p.integer(),
    language: p.string().length(10),
    requested: p.integer(),
    answered: p.integer(),
    /** How the candidate is asked; `none` until a recruiter does it. */
    channel: p.string().length(10).$type<ChannelChoice>(),
    deliveries: p.json().$type<Deliveries>(),
    /** Times are epoch ms. `expiresAt`: end of all links; `submitBy`: until when the candidate should name referees. */
    requestedAt: p.bigint('number').nullable(),
    submitBy: p.bigint('number').nullable(),
    expiresAt: p.bigint('number').nullable(),
    candidateReminders: p.integer(),
    /** Automatic reminders, for each side (RE-29). */
    remindsCandidate: p.boolean(),
    remindsReferees: p.boolean(),
    hints: p.json().$type<readonly FraudHint[]>(),
    hintsApproved: p.boolean(),
    restartAskedAt: p.bigint('number').nullable(),
    endedAt: p.bigint('number').nullable(),
    /** The status box as it was shown last, and how many were shown. */
    shown: p.text().nullable(),
    shownCount: p.integer(),
    /** Requests, extensions and other things a person asked for, counted: each an occasion of its own. */
    askCount: p.integer(),
    historyCount: p.integer(),
    heardAt: p.bigint('number'),
    createdAt: p.bigint('number'),
  },
  person: { by: { column: 'subjectId', is: 'opportunity' }, erase: ['candidateUrl', 'reportUrl', 'shown'] },
  uniques: [{ name: 'reference_check_once', properties: ['tenantId', 'stepId', 'subjectId', 'attempt'] }],
  indexes: [
    { name: 'reference_check_by_subject', properties: ['tenantId', 'subjectId'] },
    { name: 'reference_check_by_service', properties: ['tenantId', 'serviceId', 'status'] },
    { name: 'reference_check_list', properties: ['tenantId', 'createdAt'] },
  ],
});

/** The taking of references on one person in one step. Names and addresses stay in Refapp and the host. */
export class ReferenceCheck extends ReferenceCheckSchema.class {}
ReferenceCheckSchema.setClass(ReferenceCheck);
