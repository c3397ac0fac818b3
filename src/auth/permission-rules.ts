import { DEFAULT_PERMISSIONS, type Permission, type Principal, type Role } from '../sdk/principal.js';

type MemberPermission = Exclude<Permission, 'operate'>;

/** What a permission is called among Lever's own (SH-3). */
const LEVER_WORDS: Readonly<Record<MemberPermission, string>> = {
  see: 'view associated postings',
  use: 'manage profiles and view associated postings',
  configure: 'manage archive reasons and pipeline stages',
  enable: 'manage API credentials and manage integrations',
};

/** Connecting and enabling stays with the organisation's own super admins (SH-2). */
const OPERATOR_MAY: readonly Permission[] = ['see', 'use', 'configure', 'operate'];
const VENDOR_MAY: readonly Permission[] = ['see', 'use'];

export interface RouteDemand {
  readonly needs: Permission;
  /** The integration whose resource it is. */
  readonly integrationKey: string | undefined;
  /** Roles that the integration's manifest leaves for this permission. */
  readonly narrowedTo: readonly Role[] | undefined;
  /** Open to whoever has a valid credential. */
  readonly forEveryPrincipal: boolean;
}

export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

const YES: Verdict = { allowed: true };
const no = (reason: string): Verdict => ({ allowed: false, reason });

/** May this principal call such a route? The tenant's own things are scoped elsewhere. */
export function judge(principal: Principal, demand: RouteDemand): Verdict {
  if (demand.forEveryPrincipal) return YES;
  if (principal.kind === 'operator') return judgeOperator(principal.tenantId, demand.needs);
  if (principal.kind === 'vendor') return judgeVendor(principal.integrationKey, demand);
  if (principal.kind !== 'member' || demand.needs === 'operate') return no('This is for operators of the platform.');
  return rolesOf(demand.needs, demand.narrowedTo).includes(principal.role) ? YES
    : no(`The role ${principal.role} may not do this: it needs the Lever permission to ${LEVER_WORDS[demand.needs]}.`);
}

/** Default roles, less what the manifest takes away: it can add none. */
export function rolesOf(needs: MemberPermission, narrowedTo: readonly Role[] | undefined): readonly Role[] {
  const roles = DEFAULT_PERMISSIONS[needs];
  return narrowedTo ? roles.filter((role) => narrowedTo.includes(role)) : roles;
}

/** All that a principal holds outside any one integration. */
export function permissionsOf(principal: Principal): Permission[] {
  if (principal.kind === 'operator') return [...OPERATOR_MAY];
  if (principal.kind === 'vendor') return [...VENDOR_MAY];
  if (principal.kind !== 'member') return [];
  const all: readonly MemberPermission[] = ['see', 'use', 'configure', 'enable'];
  return all.filter((permission) => DEFAULT_PERMISSIONS[permission].includes(principal.role));
}

function judgeOperator(tenantId: string | null, needs: Permission): Verdict {
  if (needs === 'operate') return YES;
  if (tenantId === null) return no('Name the organisation to act on in the header x-patchbay-tenant.');
  return OPERATOR_MAY.includes(needs) ? YES : no('Only a super admin of the organisation may do this.');
}

function judgeVendor(integrationKey: string, { needs, integrationKey: of }: RouteDemand): Verdict {
  if (of !== integrationKey) return no('A vendor key works for its own integration only.');
  return VENDOR_MAY.includes(needs) ? YES : no('A vendor key may not do this.');
}
