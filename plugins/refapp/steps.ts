import { randomUUID } from 'node:crypto';
import type { UnitOfWork } from 'patchbay/sdk';
import type { HostKey } from './hosts/host.js';
import type { Working } from './refapp.context.js';
import type { StepSettings } from './step-settings.js';
import { ReferenceStep } from './step.entity.js';
import { StepRevision } from './step-revision.entity.js';

export interface SavedStep {
  readonly host: HostKey;
  readonly serviceId: string;
  readonly serviceTitle: string;
  readonly clientName: string | null;
  readonly hostStepId: string;
  readonly name: string;
  readonly instruction: string | null;
  readonly settings: StepSettings;
  readonly savedBy: string;
}

/** Keeps a step; other settings than before become a revision of their own, the old ones stay for checks that run by them (RE-9). */
export async function saveStep(tx: UnitOfWork, ctx: Pick<Working, 'tenantId' | 'installationId' | 'clock'>, saved: SavedStep): Promise<ReferenceStep> {
  const { settings, savedBy, ...place } = saved;
  const now = ctx.clock.now();
  const owner = { tenantId: ctx.tenantId, installationId: ctx.installationId };
  const known = await tx.store.findOne(ReferenceStep, { host: place.host, serviceId: place.serviceId, hostStepId: place.hostStepId });
  const step = known ?? tx.store.create(ReferenceStep, {
    id: randomUUID(), ...owner, ...place, revision: 0, isActive: true, projectId: null, projectUrl: null, projectStatus: null, createdAt: now,
  });
  tx.store.assign(step, { serviceTitle: place.serviceTitle, clientName: place.clientName, name: place.name, instruction: place.instruction, isActive: true });
  const current = await tx.store.findOne(StepRevision, { stepId: step.id, number: step.revision });
  if (current && isSame(current.settings, settings)) return step;
  step.revision += 1;
  tx.store.create(StepRevision, { id: randomUUID(), ...owner, stepId: step.id, number: step.revision, settings, savedBy, savedAt: now });
  return step;
}

const FIELDS = ['questionnaireId', 'candidateChannel', 'references', 'refereeChannel', 'daysToSubmit'] as const;

export const isSame = (one: StepSettings, other: StepSettings): boolean => FIELDS.every((field) => one[field] === other[field]);
