import type { UnitOfWork } from 'patchbay/sdk';
import { WE_SELECT } from '../refapp.context.js';
import { WeSelectClient } from '../we-select.client.js';
import type { HostPerson, HostReading, HostService, HostStep, ReferenceHost, Showing } from './host.js';

/** We Select: a process step with the event Refapp; the box is the References box of a candidate (RE-20). */
export const weSelectHost: ReferenceHost = { key: 'we-select', service, steps, person, show };

const clientOf = ({ accounts }: Pick<HostReading, 'accounts'>): WeSelectClient => new WeSelectClient(accounts.http(WE_SELECT));

async function service(ctx: HostReading, id: string): Promise<HostService | null> {
  const found = await clientOf(ctx).service(id);
  return found && { id, title: found.title, clientName: found.client, isOpen: found.status === 'open' };
}

async function steps(ctx: HostReading, serviceId: string): Promise<HostStep[]> {
  return (await clientOf(ctx).service(serviceId))?.steps.map(({ id, name }) => ({ id, name })) ?? [];
}

async function person(ctx: HostReading, serviceId: string, subjectId: string): Promise<HostPerson | null> {
  const found = await clientOf(ctx).candidate(serviceId, subjectId);
  return found && {
    firstName: found.firstName, lastName: found.lastName, email: found.email, phone: found.phone, language: found.language, contactId: contactOf(subjectId),
    serviceId: found.serviceId, stepId: found.stepId, closed: found.status === 'active' ? null : `the candidate is ${found.status} in We Select`,
  };
}

/** Such a person is no contact of Lever. */
export const contactOf = (candidateId: string): string => `${WE_SELECT}:${candidateId}`;

async function show(tx: UnitOfWork, { checkId, serviceId, subjectId, box, number }: Showing): Promise<void> {
  const { status, statusText, answered, requested, candidateUrl, reportUrl, advice } = box;
  await tx.actions.plan({
    kind: 'vendor', name: 'we-select-result', subject: `we-select:${subjectId}`, meaning: 'box', occasion: `${checkId}:s${number}`,
    reasons: [`Refapp: the reference taking is ${status.replaceAll('_', ' ')}`],
    request: {
      serviceId, candidateId: subjectId,
      result: { status, statusText: advice === null ? statusText : `${statusText}: ${advice}`, answered, requested, candidateUrl, reportUrl },
    },
  });
}
