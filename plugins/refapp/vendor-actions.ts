import type { AccountActionDefinition, VendorActionDefinition, VendorHttp } from 'patchbay/sdk';
import { z } from 'zod';
import { ReferenceCheck } from './check.entity.js';
import { hostOf } from './hosts/index.js';
import { projectOf } from './project.js';
import { KEY, WE_SELECT } from './refapp.context.js';
import { RefappClient, RefappRefusal } from './refapp.client.js';
import type { RefappSettings } from './refapp.settings.js';
import { ReferenceStep } from './step.entity.js';
import { StepRevision } from './step-revision.entity.js';
import { WeSelectClient } from './we-select.client.js';

const candidateRequest = z.object({ candidateId: z.string() });
const askRequest = candidateRequest.extend({ expiresAt: z.string(), requested: z.int(), minimum: z.int() });
const refereeRequest = z.object({ refereeId: z.string(), status: z.enum(['invited', 'reminded', 'bounced', 'opted_out', 'expired', 'reopened']),
  expiresAt: z.string().optional(), reason: z.string().optional() });
const resultRequest = z.object({ serviceId: z.string(), candidateId: z.string(), result: z.record(z.string(), z.unknown()) });
const projectRequest = z.object({ projectId: z.string(), change: z.record(z.string(), z.unknown()) });

/** The world moved on before the call: answered, ended or gone meanwhile. No failure: what is next is read from Refapp. */
const OVERTAKEN = new Set(['invalid_transition', 'not_found', 'on_hold']);

type Result = Readonly<Record<string, unknown>>;

async function unlessOvertaken(work: Promise<unknown>): Promise<Result> {
  try {
    await work;
    return { isApplied: true };
  } catch (error) {
    if (error instanceof RefappRefusal && OVERTAKEN.has(error.refusal)) return { isApplied: false, why: error.message };
    throw error;
  }
}

function repeatable<R>(schema: z.ZodType<R>, send: (client: RefappClient, request: R) => Promise<Result>): VendorActionDefinition {
  return { repeatable: true, send: (request, vendor: VendorHttp) => send(new RefappClient(vendor), schema.parse(request)) };
}

const reach = (action: 'cancel' | 'close' | 'approve-warnings'): VendorActionDefinition =>
  repeatable(candidateRequest, (client, { candidateId }) => unlessOvertaken(client.reach(candidateId, action)));

/** Writes to Refapp that hold ids only. All may be sent twice: Refapp knows the state or the external id again. */
export const VENDOR_ACTIONS = {
  'ask-candidate': repeatable(askRequest, (client, { candidateId, ...body }) => unlessOvertaken(client.request(candidateId, body))),
  'change-referee': repeatable(refereeRequest, (client, { refereeId, ...change }) => unlessOvertaken(client.changeReferee(refereeId, change))),
  'cancel': reach('cancel'), 'close': reach('close'), 'approve-hints': reach('approve-warnings'),
  'erase': repeatable(candidateRequest, async (client, { candidateId }) => { await client.erase(candidateId); return { isApplied: true }; }),
  'update-project': repeatable(projectRequest, async (client, { projectId, change }) => ({ status: (await client.updateProject(projectId, change)).status })),
} satisfies Readonly<Record<string, VendorActionDefinition>>;
export type VendorActionName = keyof typeof VENDOR_ACTIONS;

const checkRequest = z.object({ checkId: z.string(), settings: z.record(z.string(), z.unknown()) });

/** Writes that look up whom they are about right before sending, so that no name or address is kept with them; and those to We Select. */
export const ACCOUNT_ACTIONS: Readonly<Record<'admit' | 'correct-candidate' | 'we-select-result', AccountActionDefinition>> = {
  'admit': { repeatable: true, send: admit },
  'correct-candidate': { repeatable: true, send: correctCandidate },
  'we-select-result': {
    repeatable: true,
    send: async (request, ctx) => {
      const { serviceId, candidateId, result } = resultRequest.parse(request);
      await new WeSelectClient(ctx.accounts.http(WE_SELECT)).showResult(serviceId, candidateId, result);
      return { isApplied: true };
    },
  },
};

type ActionContext = Parameters<AccountActionDefinition['send']>[1];

/** The project of the step, made by its first candidate, and the candidate in it (RE-12, RE-13). */
async function admit(request: Result, ctx: ActionContext): Promise<Result> {
  const { check, step, settings } = await subjectOf(request, ctx);
  const revision = await ctx.store.findOne(StepRevision, { stepId: step.id, number: check.revision });
  const who = await hostOf(check.host).person({ ...ctx, settings }, check.serviceId, check.subjectId);
  if (!revision || !who) return { isApplied: false, why: 'the candidate is not there any more' };
  const client = new RefappClient(ctx.vendor);
  const project = await client.createProject(projectOf(step, revision.settings, settings));
  const { questionnaireId } = revision.settings;
  const candidate = await client.addCandidate(project.id, {
    externalId: check.id, firstName: who.firstName, lastName: who.lastName, email: who.email, phone: who.phone, language: who.language, source: KEY,
    questionnaireIds: questionnaireId === null ? [] : [questionnaireId],
  });
  return {
    isApplied: true, projectId: project.id, projectUrl: project.url, projectStatus: project.status, candidateId: candidate.id, candidateUrl: candidate.url,
  };
}

async function correctCandidate(request: Result, ctx: ActionContext): Promise<Result> {
  const { check, settings } = await subjectOf(request, ctx);
  const who = await hostOf(check.host).person({ ...ctx, settings }, check.serviceId, check.subjectId);
  if (!who || check.candidateId == null) return { isApplied: false, why: 'the candidate is not there any more' };
  return unlessOvertaken(new RefappClient(ctx.vendor).correctCandidate(check.candidateId, { email: who.email, phone: who.phone }));
}

async function subjectOf(request: Result, ctx: ActionContext): Promise<{ check: ReferenceCheck; step: ReferenceStep; settings: RefappSettings }> {
  const { checkId, settings } = checkRequest.parse(request);
  const check = await ctx.store.findOne(ReferenceCheck, { id: checkId });
  const step = check && await ctx.store.findOne(ReferenceStep, { id: check.stepId });
  if (!check || !step) throw new Error('A reference check vanished.');
  return { check, step, settings: settings as unknown as RefappSettings };
}
