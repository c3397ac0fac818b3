import { notFound } from '../kit/index.js';

export type Channel = 'email' | 'sms' | 'both' | 'none';

export interface RefappSettings { questionnaireId: string | null; candidateChannel: Channel; references: number; refereeChannel: Channel }
export interface Step { id: string; name: string; instruction: string | null; event: { type: 'refapp'; settings: RefappSettings } | null }
export interface Service { id: string; title: string; client: string | null; owner: string; status: 'open' | 'closed'; steps: Step[] }

export interface Result {
  status: string; statusText: string; answered: number; requested: number; candidateUrl: string | null; reportUrl: string | null; updatedAt: string;
}

export interface Candidate {
  id: string; serviceId: string; firstName: string; lastName: string; email: string | null; phone: string | null; language: 'sv' | 'en' | 'no' | 'da' | 'fi';
  stepId: string | null; status: 'active' | 'withdrawn' | 'hired' | 'rejected'; results: Record<string, Result>;
}

export interface Webhook { url: string; secret: string; createdAt: string }

/** One organisation: We Select's emulator needs no more. */
export class Records {
  readonly services = new Map<string, Service>();
  readonly candidates = new Map<string, Candidate>();
  apiKey = '';
  webhook: Webhook | null = null;
  /** What the Test/Event tab offers for a Refapp event; given by the integration. */
  eventOptions: { questionnaires: { id: string; name: string }[] } = { questionnaires: [] };

  service(id: string): Service {
    const service = this.services.get(id);
    if (!service) throw notFound('service');
    return service;
  }

  step(service: Service, id: string): Step {
    const step = service.steps.find((one) => one.id === id);
    if (!step) throw notFound('step');
    return step;
  }

  candidate(serviceId: string, id: string): Candidate {
    const candidate = this.candidates.get(id);
    if (candidate?.serviceId !== serviceId) throw notFound('candidate');
    return candidate;
  }

  candidatesOf(serviceId: string): Candidate[] {
    return [...this.candidates.values()].filter((one) => one.serviceId === serviceId);
  }
}
