import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import type { Role } from '../sdk/principal.js';

const TenantSchema = coreTable({
  table: 'tenant',
  tenantScoped: false,
  runner: 'all',
  properties: {
    id: p.uuid().primary(),
    slug: p.string().unique(),
    name: p.string(),
    /** IANA zone of the organisation (SH-22). */
    zone: p.string(),
    createdAt: p.datetime(),
  },
});
/** A customer organisation: one Lever account. Platform table: members read their own row through `TenantService`. */
export class Tenant extends TenantSchema.class {}
TenantSchema.setClass(Tenant);

const MemberSchema = coreTable({
  table: 'member',
  runner: 'select',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    name: p.string(),
    email: p.string(),
    role: p.string().$type<Role>(),
    leverUserId: p.string().nullable(),
    active: p.boolean(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'member_email', properties: ['tenantId', 'email'] }],
});
/** A person of a tenant with a Lever role. */
export class Member extends MemberSchema.class {}
MemberSchema.setClass(Member);
