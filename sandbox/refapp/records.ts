import { notFound } from '../kit/index.js';

export type Channel = 'email' | 'sms' | 'both' | 'none';
export type Language = 'sv' | 'en' | 'no' | 'da' | 'fi';
export type CandidateStatus =
  'created' | 'on_hold' | 'requested' | 'referees_submitted' | 'in_progress' | 'completed' | 'closed_incomplete' | 'cancelled';
export type RefereeStatus = 'created' | 'invited' | 'opened' | 'answered' | 'declined' | 'bounced' | 'opted_out' | 'expired';
export type WarningKind = 'ip' | 'phone' | 'email';

export interface Organisation {
  id: string;
  name: string;
  keys: Set<string>;
  webhook: { url: string; secret: string; createdAt: string } | null;
  /** What people behind links may still do; `until` ends it altogether. Epoch ms. */
  access: { mode: 'open' } | { mode: 'read_only'; until: number };
}

export interface Questionnaire {
  id: string; organisationId: string; name: string; language: Language; isDemographic: boolean; questions: { id: string; text: string }[];
}

export interface Project {
  id: string;
  organisationId: string;
  externalId: string;
  title: string;
  clientName: string | null;
  questionnaireIds: string[];
  candidateChannel: Channel;
  refereeChannel: Channel;
  requestedReferees: number;
  minimumReferees: number;
  daysToSubmit: number;
  /** Where it was made; candidates of a project made by an integration come through that integration only. */
  source: string;
  note: string | null;
  candidateAccess: 'questions' | 'answers';
  showWarnings: boolean;
  keepMonths: number;
  status: 'active' | 'on_hold';
}

export interface RefereeContact { name: string; relation: string; company: string; email: string | null; phone: string | null; language: Language }

export interface Referee extends RefereeContact {
  id: string;
  candidateId: string;
  status: RefereeStatus;
  token: string;
  expiresAt: number | null;
  addedBy: 'candidate' | 'recruiter';
  answers: Record<string, string>;
  reason: string | null;
  ip: string | null;
  invitedAt: number | null;
  openedAt: number | null;
  answeredAt: number | null;
}

export interface Warning { kind: WarningKind; refereeIds: string[]; withCandidate: boolean }

export interface Candidate {
  id: string;
  organisationId: string;
  projectId: string;
  externalId: string;
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  language: Language;
  status: CandidateStatus;
  /** Counts changes of the candidate and their referees. */
  version: number;
  token: string;
  /** The candidate's link works until then; null while nothing was requested. */
  expiresAt: number | null;
  requested: number;
  minimum: number;
  draft: Partial<RefereeContact>[];
  ip: string | null;
  warningsApproved: boolean;
  /** What the referees are asked; kept when the project gets another questionnaire. */
  questionnaireIds: string[];
  requestedAt: number | null;
  endedAt: number | null;
}

/** Everything the service holds, in memory. */
export class Records {
  readonly organisations = new Map<string, Organisation>();
  readonly questionnaires = new Map<string, Questionnaire>();
  readonly projects = new Map<string, Project>();
  readonly candidates = new Map<string, Candidate>();
  readonly referees = new Map<string, Referee>();

  clear(): void {
    for (const map of [this.organisations, this.questionnaires, this.projects, this.candidates, this.referees]) map.clear();
  }

  organisationByKey(key: string): Organisation | undefined {
    return [...this.organisations.values()].find(({ keys }) => keys.has(key));
  }

  organisation(id: string): Organisation {
    return found(this.organisations.get(id), 'organisation');
  }

  project(organisationId: string, id: string): Project {
    const project = this.projects.get(id);
    return found(project?.organisationId === organisationId ? project : undefined, 'project');
  }

  candidate(organisationId: string, id: string): Candidate {
    const candidate = this.candidates.get(id);
    return found(candidate?.organisationId === organisationId ? candidate : undefined, 'candidate');
  }

  referee(organisationId: string, id: string): Referee {
    const referee = this.referees.get(id);
    return found(referee && this.candidates.get(referee.candidateId)?.organisationId === organisationId ? referee : undefined, 'referee');
  }

  projectOf({ projectId }: Candidate): Project {
    return found(this.projects.get(projectId), 'project');
  }

  candidateOf({ candidateId }: Referee): Candidate {
    return found(this.candidates.get(candidateId), 'candidate');
  }

  refereesOf({ id }: Candidate): Referee[] {
    return [...this.referees.values()].filter(({ candidateId }) => candidateId === id);
  }

  questionsOf({ questionnaireIds }: Candidate): { id: string; text: string }[] {
    return questionnaireIds.flatMap((id) => this.questionnaires.get(id)?.questions ?? []);
  }
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw notFound(what);
  return value;
}
