import { CallerError, DEFAULT_PAGE, type Pager } from 'patchbay/sdk';
import { ReferenceCheck } from '../check.entity.js';
import { hostOf } from '../hosts/index.js';
import { changeOf } from '../project.js';
import { WE_SELECT, type UseCase } from '../refapp.context.js';
import { RefappClient } from '../refapp.client.js';
import { DEFAULT_STEP_SETTINGS, settingsProblems, SUGGESTED_NAME, type StepSettings } from '../step-settings.js';
import { ReferenceStep } from '../step.entity.js';
import { StepRevision } from '../step-revision.entity.js';
import { saveStep } from '../steps.js';
import { WeSelectClient } from '../we-select.client.js';
import type { NewStepDto, QuestionnaireList, ReleaseView, StepChangeDto, StepPage, StepQuery, StepSettingsDto, StepView } from './steps.dto.js';
import { maySee, visibleServices } from './visibility.js';

const CURSOR = 'refapp:steps';

export async function questionnaires(ctx: UseCase): Promise<QuestionnaireList> {
  const all = await new RefappClient(ctx.vendor).questionnaires();
  return { data: all.filter((one) => !one.isDemographic).map(({ id, name, language }) => ({ id, name, language })) };
}

/** Newest first. */
export async function listSteps(ctx: UseCase, pager: Pager, query: StepQuery): Promise<StepPage> {
  const limit = query.limit ?? DEFAULT_PAGE;
  const [at, id] = query.cursor === undefined ? [] : pager.decode(CURSOR, query.cursor);
  const visible = await visibleServices(ctx);
  const rows = await ctx.store.find(ReferenceStep, {
    $and: [
      query.host === undefined ? {} : { host: query.host }, visible === null ? {} : { serviceId: { $in: [...visible] } },
      at === undefined ? {} : { $or: [{ createdAt: { $lt: Number(at) } }, { createdAt: Number(at), id: { $lt: String(id) } }] },
    ],
  }, { orderBy: [{ createdAt: 'desc' }, { id: 'desc' }], limit: limit + 1 });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const data = await Promise.all(rows.slice(0, limit).map((step) => stepView(ctx, step)));
  return { data, next: last ? pager.encode(CURSOR, [last.createdAt, last.id]) : null };
}

async function stepView(ctx: Pick<UseCase, 'store'>, step: ReferenceStep): Promise<StepView> {
  const revision = await ctx.store.findOne(StepRevision, { stepId: step.id, number: step.revision });
  const { id, host, serviceId, serviceTitle, hostStepId, name, instruction, isActive, projectUrl, projectStatus } = step;
  return {
    id, host, serviceId, serviceTitle, hostStepId, name, instruction: instruction ?? null, isActive, revision: step.revision,
    settings: { ...revision?.settings ?? DEFAULT_STEP_SETTINGS }, projectUrl: projectUrl ?? null, projectStatus: projectStatus ?? null,
  };
}

async function visibleStep(ctx: UseCase, id: string): Promise<ReferenceStep> {
  const step = await ctx.store.findOne(ReferenceStep, { id });
  if (!step || !await maySee(ctx, step.serviceId)) throw CallerError.notFound('The step');
  return step;
}

export async function getStep(ctx: UseCase, id: string): Promise<StepView> {
  return stepView(ctx, await visibleStep(ctx, id));
}

/** RE-1 to RE-7: adds reference taking as a step; at We Select the step is added there too. */
export async function addStep(ctx: UseCase, body: NewStepDto): Promise<StepView> {
  await assertConnected(ctx, body.host);
  const settings = await checkedSettings(ctx, body.settings, DEFAULT_STEP_SETTINGS);
  const service = await hostOf(body.host).service(ctx, body.serviceId);
  if (!service) throw CallerError.invalid([{ field: '/serviceId', message: 'is no job that this integration can see' }]);
  if (!service.isOpen) throw CallerError.invalid([{ field: '/serviceId', message: 'is closed' }]);
  const { name = SUGGESTED_NAME, instruction = null } = body;
  const hostStepId = await placeOf(ctx, body, { name, instruction, settings });
  return ctx.commit(async (tx) => {
    const step = await saveStep(tx, ctx, {
      host: body.host, serviceId: service.id, serviceTitle: service.title, clientName: service.clientName, hostStepId, name, instruction, settings,
      savedBy: ctx.principal.id,
    });
    await tx.audit.record({ action: 'refapp.step-saved', subject: `step:${step.id}`, detail: { host: body.host, serviceId: service.id, revision: step.revision } });
    return stepView({ store: tx.store }, step);
  });
}

async function assertConnected(ctx: UseCase, host: string): Promise<void> {
  if (host !== WE_SELECT || (await ctx.accounts.status(WE_SELECT)).state === 'active') return;
  throw CallerError.conflict('we-select-not-connected', 'Sign in to We Select first: POST /v1/refapp/we-select/sign-in.');
}

interface Placed { readonly name: string; readonly instruction: string | null; readonly settings: StepSettings }

async function placeOf(ctx: UseCase, { host, serviceId, hostStepId }: NewStepDto, placed: Placed): Promise<string> {
  if (host === WE_SELECT) return (await new WeSelectClient(ctx.accounts.http(WE_SELECT)).saveStep(serviceId, placed, hostStepId)).id;
  const stages = await hostOf(host).steps(ctx, serviceId);
  if (hostStepId !== undefined && stages.some((stage) => stage.id === hostStepId)) return hostStepId;
  throw CallerError.invalid([{ field: '/hostStepId', message: 'must be a stage of the Lever pipeline' }]);
}

async function checkedSettings(ctx: UseCase, given: StepSettingsDto, before: StepSettings): Promise<StepSettings> {
  const told = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const settings: StepSettings = { ...before, ...told };
  const known = settings.questionnaireId === null ? [] : await new RefappClient(ctx.vendor).questionnaires();
  const problems = settingsProblems(settings, known);
  if (problems.length > 0) throw CallerError.invalid(problems);
  return settings;
}

/** Other settings for those who start from now on; running checks keep theirs (RE-9). */
export async function changeStep(ctx: UseCase, id: string, body: StepChangeDto): Promise<StepView> {
  const seen = await visibleStep(ctx, id);
  await assertConnected(ctx, seen.host);
  const before = await ctx.store.findOne(StepRevision, { stepId: id, number: seen.revision });
  const settings = await checkedSettings(ctx, body.settings, before?.settings ?? DEFAULT_STEP_SETTINGS);
  const name = body.name ?? seen.name;
  const instruction = body.instruction === undefined ? seen.instruction ?? null : body.instruction;
  if (seen.host === WE_SELECT) {
    await new WeSelectClient(ctx.accounts.http(WE_SELECT)).saveStep(seen.serviceId, { name, instruction, settings }, seen.hostStepId);
  }
  return ctx.commit(async (tx) => {
    const { host, serviceId, serviceTitle, clientName = null, hostStepId } = seen;
    const step = await saveStep(tx, ctx, {
      host, serviceId, serviceTitle, clientName: clientName ?? null, hostStepId, name, instruction, settings, savedBy: ctx.principal.id,
    });
    await tx.audit.record({ action: 'refapp.step-saved', subject: `step:${id}`, detail: { revision: step.revision } });
    return stepView({ store: tx.store }, step);
  });
}

/** Nobody is started by coming into the step any more; running checks go on. */
export async function removeStep(ctx: UseCase, id: string): Promise<void> {
  await visibleStep(ctx, id);
  await ctx.commit(async (tx) => {
    const step = await tx.store.findOne(ReferenceStep, { id });
    if (step) step.isActive = false;
    await tx.audit.record({ action: 'refapp.step-removed', subject: `step:${id}` });
  });
}

/** Start, on a step that waited for its questionnaire: whoever waits is asked by the settings of now (RE-17). */
export async function releaseStep(ctx: UseCase, id: string): Promise<ReleaseView> {
  const step = await visibleStep(ctx, id);
  const revision = await ctx.store.findOne(StepRevision, { stepId: id, number: step.revision });
  if (revision?.settings.questionnaireId == null) throw CallerError.conflict('no-questionnaire', 'Choose a questionnaire for the step first.');
  const waiting = await ctx.store.count(ReferenceCheck, { stepId: id, status: 'on_hold' });
  const { projectId } = step;
  if (projectId == null || waiting === 0) throw CallerError.conflict('nobody-waits', 'Nobody waits in this step.');
  await ctx.commit(async (tx) => {
    await tx.actions.plan({
      kind: 'vendor', name: 'update-project', subject: `project:${projectId}`, meaning: 'release', occasion: `${id}:r${revision.number}:${ctx.clock.now()}`,
      reasons: ['the step has a questionnaire and somebody pressed Start'], request: { projectId, change: changeOf(revision.settings, ctx.settings) },
      then: { job: 'project-released', context: { stepId: id } },
    });
    await tx.audit.record({ action: 'refapp.step-started', subject: `step:${id}`, detail: { waiting } });
  });
  return { released: waiting };
}
