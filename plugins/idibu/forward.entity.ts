import { p } from '@mikro-orm/core';
import { tenantTable, type PersonColumns } from 'patchbay/sdk';
import type { Step } from './forward-steps.js';
import type { ForwardKind, ForwardState, Trigger } from './trigger.js';

/** The settings a forward began with: it ends under them, whatever is saved meanwhile (ID-40). */
export interface ForwardTerms {
  readonly poolId: string | null;
  readonly isOverwriting: boolean;
  readonly mapping: Readonly<Record<string, string>>;
  readonly ownerId: string | null;
}

/** Lever's people are known by their contact, idibu's by a name of the plugin's own. */
const bothWays = (erase: readonly string[]): PersonColumns[] =>
  (['contact', 'other'] as const).map((is) => ({ by: { column: 'contactId', is }, erase }));

const ForwardSchema = tenantTable({
  plugin: 'idibu',
  name: 'forward',
  columns: {
    applicantId: p.uuid(),
    contactId: p.string().length(80),
    /** Row of the person in this CRM. */
    crmPersonId: p.uuid(),
    crm: p.string().length(40),
    kind: p.string().length(10).$type<ForwardKind>(),
    trigger: p.string().length(20).$type<Trigger>(),
    /** Member who clicked; null where it went by itself. */
    forwardedBy: p.string().length(60).nullable(),
    handoffRevision: p.integer(),
    terms: p.json().$type<ForwardTerms>(),
    state: p.string().length(20).$type<ForwardState>(),
    steps: p.json().$type<readonly Step[]>(),
    /** Hit that somebody picked of several; `new` for none of them. */
    pickedId: p.string().length(200).nullable(),
    crmJobId: p.string().length(200).nullable(),
    crmJobTitle: p.text().nullable(),
    /** Whether the person was made by this forward. */
    isNewPerson: p.boolean().nullable(),
    problem: p.text().nullable(),
    createdAt: p.bigint('number'),
    endedAt: p.bigint('number').nullable(),
  },
  person: bothWays(['problem', 'pickedId']),
  uniques: [{ name: 'forward_once', properties: ['tenantId', 'applicantId', 'crm', 'kind'] }],
  indexes: [
    { name: 'forward_by_person', properties: ['tenantId', 'crmPersonId', 'state'] },
    { name: 'forward_list', properties: ['tenantId', 'createdAt'] },
  ],
});
/** One hand-off of one application into the CRM. */
export class Forward extends ForwardSchema.class {}
ForwardSchema.setClass(Forward);

const CrmPersonSchema = tenantTable({
  plugin: 'idibu',
  name: 'crm_person',
  columns: {
    crm: p.string().length(40),
    /** Hash of the first e-mail address, else the source's own id: the same person from both sources is one row. */
    personKey: p.string().length(100),
    contactId: p.string().length(80),
    /** Id in the CRM; null until the first forward got so far. */
    crmId: p.string().length(200).nullable(),
    url: p.text().nullable(),
    /** Forward whose person step is under way: the next one waits, so that two at once make no two people. */
    busyForwardId: p.uuid().nullable(),
  },
  person: bothWays(['url']),
  uniques: [{ name: 'crm_person_once', properties: ['tenantId', 'crm', 'personKey'] }],
});
/** A person as one CRM knows them; its id is the reference that the CRM keeps. */
export class CrmPersonRow extends CrmPersonSchema.class {}
CrmPersonSchema.setClass(CrmPersonRow);
