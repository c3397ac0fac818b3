import { randomUUID } from 'node:crypto';
import { CallerError } from 'patchbay/sdk';
import type { UseCase } from '../idibu.context.js';
import { DEFAULT_RESPONSES, isDefault, unknownFields } from '../responses.js';
import { AutoResponse } from '../status.entity.js';
import type { ResponseDto, ResponseList, ResponseView } from './responses.dto.js';
import { activeStatuses } from './status.use-cases.js';

/** The defaults, with what was saved in their place, and those per status (ID-27). */
export async function listResponses(ctx: UseCase): Promise<ResponseList> {
  const saved = await ctx.store.find(AutoResponse, {}, { orderBy: { occasion: 'asc' } });
  const own = saved.map(({ occasion, subject, body, isOn }) => ({ occasion, subject, body, isOn, isDefault: isDefault(occasion) }));
  const defaults = Object.entries(DEFAULT_RESPONSES).filter(([occasion]) => !own.some((one) => one.occasion === occasion));
  return { data: [...defaults.map(([occasion, text]) => ({ occasion, ...text, isDefault: true })), ...own], next: null };
}

export async function saveResponse(ctx: UseCase, occasion: string, { subject, body, isOn }: ResponseDto): Promise<ResponseView> {
  const unknown = (['subject', 'body'] as const).flatMap((field) => unknownFields({ subject, body }[field]).map((name) => ({ field: `/${field}`, message: `{{${name}}} is no field` })));
  if (unknown.length > 0) throw CallerError.invalid(unknown);
  if (!isDefault(occasion) && !(await activeStatuses(ctx)).some((status) => `status:${status.id}` === occasion)) throw CallerError.notFound('The status');
  await ctx.commit(async (tx) => {
    const known = await tx.store.findOne(AutoResponse, { occasion });
    if (known) tx.store.assign(known, { subject, body, isOn });
    else tx.store.create(AutoResponse, { id: randomUUID(), tenantId: ctx.tenantId, installationId: ctx.installationId, occasion, subject, body, isOn });
    await tx.audit.record({ action: 'idibu.response-saved', subject: `response:${occasion}`, detail: { isOn } });
  });
  return { occasion, subject, body, isOn, isDefault: isDefault(occasion) };
}

export async function deleteResponse(ctx: UseCase, occasion: string): Promise<void> {
  if (isDefault(occasion)) throw CallerError.conflict('default-response', 'This message can be edited and switched off, not deleted.');
  await ctx.commit(async (tx) => {
    const known = await tx.store.findOne(AutoResponse, { occasion });
    if (!known) throw CallerError.notFound('The message');
    tx.store.remove(known);
    await tx.audit.record({ action: 'idibu.response-deleted', subject: `response:${occasion}` });
  });
}
