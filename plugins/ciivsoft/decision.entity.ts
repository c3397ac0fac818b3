import { p } from '@mikro-orm/core';
import { tenantTable, type ComparisonReason } from 'patchbay/sdk';
import type { Solution } from './ciivsoft.context.js';
import type { ActionTaken, Proposal } from './decision.js';

const DecisionSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'decision',
  columns: {
    runId: p.uuid(),
    solution: p.string().length(20).$type<Solution>(),
    /** What was decided about: once each for ever. */
    subject: p.string().length(200),
    contactId: p.string().length(60),
    opportunityId: p.string().length(60).nullable(),
    applicationId: p.string().length(60).nullable(),
    postingId: p.string().length(60),
    decidedAt: p.bigint('number'),
    score: p.decimal('number').precision(6).scale(2),
    isMatch: p.boolean(),
    threshold: p.decimal('number').precision(6).scale(2),
    /** Texts that hold quotes from the résumé. */
    reasons: p.json().$type<readonly ComparisonReason[]>().nullable(),
    engineVersion: p.string().length(200),
    resumeHash: p.string().length(64),
    resumeSource: p.string().length(200).nullable(),
    descriptionHash: p.string().length(64),
    settingsRevision: p.integer(),
    /** The settings that mattered. */
    settings: p.json().$type<Readonly<Record<string, string | number>>>(),
    proposal: p.string().length(20).$type<Proposal>(),
    /** What became of the proposal in Lever; null until it has ended. The only part of a decision that is filled in later. */
    taken: p.string().length(20).$type<ActionTaken>().nullable(),
    leadOpportunityId: p.string().length(60).nullable(),
  },
  person: { by: { column: 'contact_id', is: 'contact' }, erase: ['reasons'] },
  uniques: [{ name: 'decision_subject', properties: ['installationId', 'subject'] }],
  indexes: [
    { name: 'decision_list', properties: ['installationId', 'decidedAt', 'id'] }, { name: 'decision_run', properties: ['installationId', 'runId'] },
    { name: 'decision_contact', properties: ['installationId', 'contactId'] }, { name: 'decision_lead', properties: ['installationId', 'leadOpportunityId'] },
  ],
});
/** One decision with everything it was made from (CI-44, LG-4). */
export class Decision extends DecisionSchema.class {}
DecisionSchema.setClass(Decision);

const DecisionEventSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'decision_event',
  columns: {
    decisionId: p.uuid(),
    contactId: p.string().length(60),
    solution: p.string().length(20).$type<Solution>(),
    /** `result`: Lever's answer; `override`: a person changed the outcome; `feedback`: what a recruiter did with a lead. */
    kind: p.string().length(20).$type<'result' | 'override' | 'feedback'>(),
    at: p.bigint('number'),
    /** Member id or `system`. */
    by: p.string().length(60),
    outcome: p.string().length(60),
    reason: p.text().nullable(),
  },
  person: { by: { column: 'contact_id', is: 'contact' }, erase: ['reason'] },
  indexes: [{ name: 'decision_event_of', properties: ['installationId', 'decisionId', 'at'] }, { name: 'decision_event_kind', properties: ['installationId', 'kind', 'at'] }],
});
/** What happened to a decision afterwards; append-only. */
export class DecisionEvent extends DecisionEventSchema.class {}
DecisionEventSchema.setClass(DecisionEvent);
