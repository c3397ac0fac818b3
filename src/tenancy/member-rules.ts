import type { Role } from '../sdk/principal.js';

export interface MemberState {
  readonly role: Role;
  readonly active: boolean;
}

export const isActingSuperAdmin = ({ role, active }: MemberState): boolean => active && role === 'super_admin';

/** An organisation must keep a super admin: nobody else could enable, connect or let members in (SH-2). */
export function leavesNobody(before: MemberState, after: MemberState, otherSuperAdmins: number): boolean {
  return isActingSuperAdmin(before) && !isActingSuperAdmin(after) && otherSuperAdmins === 0;
}
