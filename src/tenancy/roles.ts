import type { Role } from '../sdk/principal.js';

/** Lever's roles that may use an integration; Interviewer is none of them (SH-1). */
export const ROLES: readonly Role[] = ['super_admin', 'admin', 'team_member', 'limited_team_member'];
