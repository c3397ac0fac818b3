import { ApiError, type SandboxClock, type SeededRandom } from '../kit/index.js';
import type { Events } from './events.js';
import type { Candidate, Records, RefappSettings, Result, Service, Step } from './records.js';

export interface NewStep { name: string; instruction?: string | null; event?: { type: string; settings: Partial<RefappSettings> } | null }

const DEFAULTS: RefappSettings = { questionnaireId: null, candidateChannel: 'email', references: 2, refereeChannel: 'email' };

/** What recruiters and the integration do in We Select. */
export class Recruiting {
  constructor(
    private readonly records: Records, private readonly events: Events, private readonly clock: SandboxClock, private readonly random: SeededRandom,
  ) {}

  createService(title: string, client: string | null, owner: string): Service {
    const steps: Step[] = ['Ansökan', 'Intervju', 'Erbjudande'].map((name) => ({ id: `stp_${this.random.hex(8)}`, name, instruction: null, event: null }));
    const service: Service = { id: `srv_${this.random.hex(8)}`, title, client, owner, status: 'open', steps };
    this.records.services.set(service.id, service);
    return service;
  }

  /** The same name in the same service again changes that step. */
  saveStep(service: Service, { name, instruction = null, event = null }: NewStep, id?: string): Step {
    if (event !== null && event.type !== 'refapp') throw new ApiError(422, 'invalid_field', 'Only Refapp can be chosen as an event.', 'event.type');
    const settled = event === null ? null : { type: 'refapp' as const, settings: { ...DEFAULTS, ...event.settings } };
    const known = service.steps.find((step) => (id === undefined ? step.name === name && step.event?.type === 'refapp' : step.id === id));
    const step = known ?? { id: `stp_${this.random.hex(8)}`, name, instruction, event: settled };
    Object.assign(step, { name, instruction, event: settled });
    if (!known) service.steps.push(step);
    if (settled) this.events.publish('step.saved', { serviceId: service.id, stepId: step.id });
    return step;
  }

  addCandidate(service: Service, who: Pick<Candidate, 'firstName' | 'lastName' | 'email' | 'phone' | 'language'>): Candidate {
    const candidate: Candidate = {
      ...who, id: `can_${this.random.hex(12)}`, serviceId: service.id, stepId: service.steps[0]?.id ?? null, status: 'active', results: {},
    };
    this.records.candidates.set(candidate.id, candidate);
    return candidate;
  }

  /** The drop-down of a candidate. */
  moveTo(candidate: Candidate, stepId: string): void {
    const service = this.records.service(candidate.serviceId);
    const step = this.records.step(service, stepId);
    const fromStepId = candidate.stepId;
    candidate.stepId = step.id;
    this.events.publish('candidate.step_changed', { serviceId: service.id, candidateId: candidate.id, stepId: step.id, fromStepId });
  }

  setStatus(candidate: Candidate, status: Candidate['status']): void {
    candidate.status = status;
    this.events.publish('candidate.status_changed', { serviceId: candidate.serviceId, candidateId: candidate.id, status });
  }

  close(service: Service): void {
    service.status = 'closed';
    this.events.publish('service.closed', { serviceId: service.id });
  }

  /** The References box. The same again changes nothing. */
  show(candidate: Candidate, kind: string, result: Omit<Result, 'updatedAt'>): Result {
    const shown = { ...result, updatedAt: new Date(this.clock.now()).toISOString() };
    candidate.results[kind] = shown;
    return shown;
  }
}
