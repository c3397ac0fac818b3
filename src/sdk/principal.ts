/** Lever's four roles that may use an integration (SH-1); the Interviewer role has no access. */
export type Role = 'super_admin' | 'admin' | 'team_member' | 'limited_team_member';

/** What a route or an action needs (decisions D23). `operate` belongs to platform operators alone. */
export type Permission = 'see' | 'use' | 'configure' | 'enable' | 'operate';

/** Who is asking. `memberId`, `operatorId` and `integrationKey` are set for their own kind only. */
export type Principal =
  | { readonly kind: 'member'; readonly id: string; readonly tenantId: string; readonly role: Role; readonly leverUserId: string | null }
  | { readonly kind: 'operator'; readonly id: string; readonly tenantId: string | null }
  | { readonly kind: 'vendor'; readonly id: string; readonly tenantId: string; readonly integrationKey: string }
  | { readonly kind: 'system'; readonly id: string; readonly tenantId: string | null };

/** Which roles hold a permission by default; a manifest may only narrow this (D23). */
export const DEFAULT_PERMISSIONS: Readonly<Record<Exclude<Permission, 'operate'>, readonly Role[]>> = {
  see: ['super_admin', 'admin', 'team_member', 'limited_team_member'],
  use: ['super_admin', 'admin', 'team_member', 'limited_team_member'],
  configure: ['super_admin', 'admin'],
  enable: ['super_admin'],
};
