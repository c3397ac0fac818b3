import { p } from '@mikro-orm/core';
import { coreTable } from '../database/core-table.js';

export type ConnectionState = 'pending' | 'active' | 'needs_reauth' | 'revoked';

const ConnectionSchema = coreTable({
  table: 'connection',
  runner: 'all',
  properties: {
    id: p.uuid().primary(),
    tenantId: p.uuid(),
    /** Installation id, or `hub` for the tenant's own reading connection (decisions D4). */
    owner: p.string().length(40),
    /** `lever`, or the vendor's system name. */
    system: p.string().length(40),
    auth: p.string().length(10).$type<'oauth' | 'api_key'>(),
    state: p.string().length(15).$type<ConnectionState>(),
    /** Lever account or vendor organisation behind the credential (SH-10). */
    accountId: p.string().nullable(),
    /** Lever user that writes act as (`perform_as`). */
    actsAs: p.string().nullable(),
    scopes: p.json().$type<readonly string[]>(),
    /** Operations that preflight found refused. */
    missing: p.json().$type<readonly string[]>(),
    /** Sealed JSON: API key, or access and refresh token. Never leaves `connections/`. */
    secret: p.text().nullable(),
    expiresAt: p.datetime().nullable(),
    /** Set while a refresh is on the wire, so that a lost answer is noticed (G6, R14). */
    refreshStartedAt: p.datetime().nullable(),
    lastError: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
  uniques: [{ name: 'connection_owner', properties: ['tenantId', 'owner', 'system'] }],
});
/** A credential of one outside system, owned by one installation or by the hub (D4). */
export class Connection extends ConnectionSchema.class {}
ConnectionSchema.setClass(Connection);

const OauthStateSchema = coreTable({
  table: 'oauth_state',
  runner: 'all',
  properties: {
    /** Hash of the state parameter. */
    stateHash: p.string().length(64).primary(),
    tenantId: p.uuid(),
    connectionId: p.uuid(),
    memberId: p.uuid(),
    returnTo: p.string().nullable(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
  },
});
/** One consent on its way through the browser; usable once, for ten minutes. */
export class OauthState extends OauthStateSchema.class {}
OauthStateSchema.setClass(OauthState);

const PermitBucketSchema = coreTable({
  table: 'permit_bucket',
  runner: 'all',
  properties: {
    connectionId: p.uuid().primary(),
    tenantId: p.uuid(),
    /** Each priority's own share and the rest that any may borrow; refilled on use. */
    interactive: p.double(),
    fact: p.double(),
    bulk: p.double(),
    shared: p.double(),
    /** Technical time of the last refill. */
    refilledAt: p.datetime(),
    /** Job applications have a limit of their own. */
    applications: p.double(),
  },
});
/** Rate of one Lever credential over all processes (G4, decisions D16). */
export class PermitBucket extends PermitBucketSchema.class {}
PermitBucketSchema.setClass(PermitBucket);

const HookSchema = coreTable({
  table: 'hook',
  runner: 'select',
  properties: {
    id: p.uuid().primary(),
    /** Unguessable part of the URL. */
    token: p.string().length(64).unique(),
    tenantId: p.uuid(),
    installationId: p.uuid(),
    system: p.string().length(40),
    /** Sealed JSON list of signing secrets, newest first. */
    secrets: p.text().nullable(),
    verifiedAt: p.datetime().nullable(),
    lastReceivedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
  },
  uniques: [{ name: 'hook_owner', properties: ['tenantId', 'installationId', 'system'] }],
});
/** A door for webhooks of one installation and system. */
export class Hook extends HookSchema.class {}
HookSchema.setClass(Hook);

export const CONNECTION_ENTITIES = [Connection, OauthState, PermitBucket, Hook];
