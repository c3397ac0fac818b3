import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { Mode } from './handoff.js';

const HandoffSchema = tenantTable({
  plugin: 'idibu',
  name: 'handoff',
  columns: {
    revision: p.integer(),
    crm: p.string().length(40).nullable(),
    mode: p.string().length(10).$type<Mode>(),
    triggerStatusId: p.string().length(80).nullable(),
    keepOnFile: p.boolean(),
    poolId: p.string().length(200).nullable(),
    isOverwriting: p.boolean(),
    mapping: p.json().$type<Readonly<Record<string, string>>>(),
    savedBy: p.string().length(60),
    savedAt: p.bigint('number'),
  },
  person: null,
  uniques: [{ name: 'handoff_revision', properties: ['tenantId', 'installationId', 'revision'] }],
});
/** One SAVE SETTINGS of CRM Handoff; never changed. */
export class HandoffRevision extends HandoffSchema.class {}
HandoffSchema.setClass(HandoffRevision);

const ProfileSchema = tenantTable({
  plugin: 'idibu',
  name: 'profile',
  columns: {
    memberId: p.string().length(60),
    crm: p.string().length(40),
    crmUserId: p.string().length(200),
    email: p.string().length(320).nullable(),
    role: p.string().length(30),
    connectedAt: p.bigint('number'),
  },
  person: null,
  uniques: [{ name: 'profile_member', properties: ['tenantId', 'crm', 'memberId'] }],
});
/** A member's own profile in the CRM. */
export class CrmProfile extends ProfileSchema.class {}
ProfileSchema.setClass(CrmProfile);

const VacancySchema = tenantTable({
  plugin: 'idibu',
  name: 'vacancy_choice',
  columns: {
    crm: p.string().length(40),
    source: p.string().length(10),
    vacancyId: p.string().length(80),
    crmJobId: p.string().length(200),
    title: p.text(),
  },
  person: null,
  uniques: [{ name: 'vacancy_choice_once', properties: ['tenantId', 'crm', 'source', 'vacancyId'] }],
});
/** The CRM job that somebody chose for a vacancy; later forwards use it too. */
export class VacancyChoice extends VacancySchema.class {}
VacancySchema.setClass(VacancyChoice);
