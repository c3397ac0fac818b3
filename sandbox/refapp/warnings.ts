import type { Candidate, Referee, Warning, WarningKind } from './records.js';

/** An address without what may be put in before the @ at will. */
const plainEmail = (email: string | null): string | null => email?.toLowerCase().replace(/\+[^@]*@/, '@') ?? null;
const plainPhone = (phone: string | null): string | null => phone?.replace(/\D/g, '').slice(-9) ?? null;

interface Trace { readonly id: string | null; readonly ip: string | null; readonly email: string | null; readonly phone: string | null }

/** Referees who share an address, a telephone or an IP address with each other or with the candidate. A hint, no verdict. */
export function warningsOf(candidate: Candidate, referees: readonly Referee[]): Warning[] {
  const traces: Trace[] = [
    { id: null, ip: candidate.ip, email: plainEmail(candidate.email), phone: plainPhone(candidate.phone) },
    ...referees.map((one) => ({ id: one.id, ip: one.ip, email: plainEmail(one.email), phone: plainPhone(one.phone) })),
  ];
  return (['ip', 'phone', 'email'] as const).flatMap((kind) => sharing(kind, traces));
}

function sharing(kind: WarningKind, traces: readonly Trace[]): Warning[] {
  const groups = new Map<string, Trace[]>();
  for (const trace of traces) {
    const value = trace[kind];
    if (value) groups.set(value, [...groups.get(value) ?? [], trace]);
  }
  return [...groups.values()].filter((group) => group.length > 1).map((group) => ({
    kind, refereeIds: group.flatMap(({ id }) => (id === null ? [] : [id])), withCandidate: group.some(({ id }) => id === null),
  }));
}
