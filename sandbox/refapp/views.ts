import type { Candidate, Project, Records, Referee } from './records.js';
import { isOver } from './reference-taking.js';
import { warningsOf } from './warnings.js';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

export function projectBody(project: Project, baseUrl: string): object {
  const { organisationId: _organisation, ...rest } = project;
  return { ...rest, url: `${baseUrl}/projects/${project.id}` };
}

function refereeBody(referee: Referee, baseUrl: string): object {
  const { id, name, relation, company, email, phone, language, status, addedBy, reason } = referee;
  return {
    id, name, relation, company, email, phone, language, status, addedBy, reason, formUrl: `${baseUrl}/f/${referee.token}`,
    expiresAt: iso(referee.expiresAt), invitedAt: iso(referee.invitedAt), openedAt: iso(referee.openedAt), answeredAt: iso(referee.answeredAt),
  };
}

/** A report exists once everything is over and there is something to report; never earlier. */
export function reportUrlOf(candidate: Candidate, referees: readonly Referee[], baseUrl: string): string | null {
  const isReported = isOver(candidate) && candidate.status !== 'cancelled' && referees.some(({ status }) => status === 'answered');
  return isReported ? `${baseUrl}/reports/${candidate.id}` : null;
}

/** One candidate with referees: everything a client needs to know in one answer. Answers of referees are in the report only. */
export function candidateBody(candidate: Candidate, records: Records, baseUrl: string): object {
  const referees = records.refereesOf(candidate);
  const { id, externalId, projectId, status, version, firstName, lastName, email, phone, language, requested, minimum, warningsApproved } = candidate;
  return {
    id, externalId, projectId, status, version, firstName, lastName, email, phone, language, requested, minimum, warningsApproved,
    url: `${baseUrl}/candidates/${id}`, requestUrl: `${baseUrl}/r/${candidate.token}`, reportUrl: reportUrlOf(candidate, referees, baseUrl),
    answered: referees.filter((one) => one.status === 'answered').length, expiresAt: iso(candidate.expiresAt), requestedAt: iso(candidate.requestedAt),
    endedAt: iso(candidate.endedAt), warnings: warningsOf(candidate, referees), referees: referees.map((one) => refereeBody(one, baseUrl)),
  };
}
