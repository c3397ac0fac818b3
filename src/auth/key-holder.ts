import type { Principal, Role } from '../sdk/principal.js';
import type { KeyKind } from './key-format.js';

/** A key with the present state of whoever holds it. */
export interface KeyHolder {
  readonly keyId: string;
  readonly kind: KeyKind;
  readonly tenantId: string | null;
  readonly memberId: string | null;
  readonly operatorId: string | null;
  readonly integrationKey: string | null;
  readonly role: Role | null;
  readonly leverUserId: string | null;
  /** Of the member or the operator. */
  readonly isActive: boolean;
  readonly expiresAtMs: number | null;
  readonly isRevoked: boolean;
  readonly lastUsedAtMs: number | null;
}

/** Who may act with this key at this moment, or null. Role and state are the present ones, whatever a token says. */
export function principalOf(holder: KeyHolder, now: number): Principal | null {
  if (holder.isRevoked || !holder.isActive) return null;
  if (holder.expiresAtMs !== null && holder.expiresAtMs <= now) return null;
  const { kind, keyId, tenantId, memberId, operatorId, integrationKey, role, leverUserId } = holder;
  if (kind === 'mem' && tenantId && memberId && role) return { kind: 'member', id: memberId, tenantId, role, leverUserId };
  if (kind === 'op' && operatorId) return { kind: 'operator', id: operatorId, tenantId: null };
  if (kind === 'ven' && tenantId && integrationKey) return { kind: 'vendor', id: keyId, tenantId, integrationKey };
  return null;
}
