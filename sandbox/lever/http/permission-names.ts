import type { LeverRoute } from './call.js';

const opportunityRoot = /^\/opportunities\/:o(\/|$)/;

/** Sub-resources of opportunities, the two reads and the creation also answer below the deprecated `/candidates`. */
export function candidateAlias(route: LeverRoute): { path: string; permission: string } | undefined {
  const isCollection = route.path === '/opportunities';
  if (!isCollection && !opportunityRoot.test(route.path)) return undefined;
  return {
    path: route.path.replace(/^\/opportunities/, '/candidates'),
    permission: route.candidatePermission ?? candidateName(route.permission),
  };
}

function candidateName(permission: string): string {
  return permission
    .replace(/\ban opportunity\b/i, 'a candidate')
    .replace(/\bopportunities\b/, 'candidates')
    .replace(/\bopportunity\b/, 'candidate');
}
