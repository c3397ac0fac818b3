import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';
import type { KeyKind } from './key-format.js';

const OperatorSchema = coreTable({
  table: 'operator',
  tenantScoped: false,
  runner: 'all',
  properties: {
    id: p.uuid().primary(),
    name: p.string(),
    active: p.boolean(),
    createdAt: p.datetime(),
  },
});
/** Somebody who runs the platform; made with database access only (D23). */
export class Operator extends OperatorSchema.class {}
OperatorSchema.setClass(Operator);

const ApiKeySchema = coreTable({
  table: 'api_key',
  runner: 'all',
  properties: {
    id: p.uuid().primary(),
    /** Null for operators' keys, which no tenant sees. */
    tenantId: p.uuid().nullable(),
    kind: p.string().length(3).$type<KeyKind>(),
    memberId: p.uuid().nullable(),
    operatorId: p.uuid().nullable(),
    /** The one integration of a vendor's key. */
    integrationKey: p.string().length(60).nullable(),
    label: p.string().length(100),
    /** Shown in lists, to tell keys apart. */
    prefix: p.string().length(20),
    /** Keyed hash of the whole key; the key itself is shown once and kept nowhere. */
    hash: p.string().length(64).unique(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
  },
  indexes: [{ name: 'api_key_member', properties: ['tenantId', 'memberId'] }],
});
export class ApiKey extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKey);

export const AUTH_ENTITIES = [Operator, ApiKey];
