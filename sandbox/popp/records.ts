import { notFound } from './api-error.js';

export interface Requirement { id: string; requirement: string; isMandatory: boolean }
export interface Analysis {
  id: string; organizationId: string; externalId: string | null; title: string; jobDescription: string; status: 'LIVE' | 'ARCHIVED';
  requirements: Requirement[]; createdAt: string;
}
export interface Candidate { id: string; analysisId: string; externalId: string; text: string; createdAt: string }
export interface Webhook { id: string; url: string; events: string[]; secret: string; createdAt: string }
/** Keys by what their owner may do: only administrators manage webhooks. */
export interface Organization { id: string; name: string; keys: Map<string, 'admin' | 'member'>; webhooks: Map<string, Webhook> }

/** Everything this service knows, in memory. */
export class Records {
  readonly organizations = new Map<string, Organization>();
  readonly analyses = new Map<string, Analysis>();
  readonly candidates = new Map<string, Candidate>();

  analysis(id: string, organizationId: string): Analysis {
    const found = this.analyses.get(id);
    if (found?.organizationId !== organizationId) throw notFound('analysis');
    return found;
  }

  analysesOf(organizationId: string): Analysis[] {
    return [...this.analyses.values()].filter((one) => one.organizationId === organizationId);
  }

  candidatesOf(analysisId: string): Candidate[] {
    return [...this.candidates.values()].filter((one) => one.analysisId === analysisId);
  }

  /** External ids are unique in the organisation, over all analyses. */
  candidateByExternalId(organizationId: string, externalId: string): Candidate | undefined {
    return [...this.candidates.values()].find((one) => one.externalId === externalId && this.analyses.get(one.analysisId)?.organizationId === organizationId);
  }

  clear(): void {
    this.organizations.clear();
    this.analyses.clear();
    this.candidates.clear();
  }
}
