import { CallerError, type AccountOption } from 'patchbay/sdk';
import { CONNECTORS, connectorOf, nameOf } from '../connectors.js';
import type { Crm, CrmConnector } from '../crm/connector.js';
import { Applicant } from '../applicant.entity.js';
import { BOXES, isTicked, saveProblems, type Box, type Handoff } from '../handoff.js';
import { currentHandoff, saveHandoff } from '../handoff-rows.js';
import type { UseCase } from '../idibu.context.js';
import { waysOf } from '../preview.js';
import { activeStatuses } from './status.use-cases.js';
import type { BulkSendDto, BulkSendView, CrmChoice, HandoffView, LoginDto, LoginView, OptionView, PreviewQuery, PreviewView, SaveHandoffDto } from './handoff.dto.js';

const optionView = ({ key, label, help, choices, isSecret, isOptional }: AccountOption): OptionView =>
  ({ key, label, help, choices: choices ? choices.map((choice) => ({ ...choice })) : null, isSecret: isSecret ?? false, isOptional: isOptional ?? false });

async function crmChoice(ctx: UseCase, { account, capabilities, mapping }: CrmConnector): Promise<CrmChoice> {
  const { state } = await ctx.accounts.status(account.system);
  return {
    key: account.system, name: account.name, options: account.options.map(optionView), mapping: mapping.map(optionView), hasPools: capabilities.hasPools, state,
    login: { label: `Login to ${account.name}`, colour: 'blue', isEnabled: account.options.every((option) => option.isOptional) },
  };
}

/** The whole page CRM Handoff (ID-1). */
export async function handoffPage(ctx: UseCase): Promise<HandoffView> {
  const [handoff, statuses] = await Promise.all([currentHandoff(ctx.store), activeStatuses(ctx)]);
  const crms: CrmChoice[] = [];
  for (const connector of CONNECTORS) crms.push(await crmChoice(ctx, connector));
  const state = crms.find((one) => one.key === handoff.crm)?.state ?? 'none';
  const { revision, crm, mode, triggerStatusId, keepOnFile, poolId, isOverwriting, mapping } = handoff;
  return {
    revision, crm, mode, triggerStatusId, keepOnFile, poolId, isOverwriting, mapping: { ...mapping }, crms, isConnected: state === 'active',
    boxes: BOXES.map((box) => ({ ...box, isTicked: isTicked(handoff, box.box) })), statuses: statuses.map(({ id, label }) => ({ id, label })),
    banners: banners(handoff, state, statuses.map((one) => one.id)),
  };
}

function banners(handoff: Handoff, state: string, activeIds: readonly string[]): string[] {
  const found: string[] = [];
  const name = handoff.crm === null ? '' : nameOf(handoff.crm);
  if (state === 'needs_reauth') found.push(`${name} was disconnected. Log in again: what is waiting goes out in order, for up to 14 days.`);
  if (state === 'revoked') found.push(`${name} was disconnected here. Nothing is sent until somebody logs in again.`);
  if (handoff.mode === 'status' && !activeIds.includes(handoff.triggerStatusId ?? '')) found.push('Forwarding is paused: the status that sends candidates is switched off or gone. Choose another one.');
  return found;
}

/** To the CRM's own sign-in page, and back (ID-4). Another CRM than the connected one asks for a confirmation (ID-6). */
export async function logIn(ctx: UseCase, body: LoginDto): Promise<LoginView> {
  const known = CONNECTORS.find((one) => one.account.system === body.crm);
  if (!known) throw CallerError.invalid([{ field: '/crm', message: `must be one of ${CONNECTORS.map((one) => one.account.system).join(', ')}` }]);
  const { crm } = await currentHandoff(ctx.store);
  if (crm !== null && crm !== body.crm && !body.confirmSwitch && (await ctx.accounts.status(crm)).state === 'active') {
    throw CallerError.conflict('confirm-switch', `${nameOf(crm)} is connected. Changing to ${known.account.name} keeps the history and sends nobody again. Confirm with confirmSwitch.`);
  }
  const { url, expiresAt } = await ctx.accounts.signIn(body.crm, textsOf(body.options, '/options'));
  return { url, expiresAt: new Date(expiresAt).toISOString() };
}

/** Forgets the sign-in; settings and history stay (ID-43). */
export async function disconnect(ctx: UseCase): Promise<HandoffView> {
  const { crm } = await currentHandoff(ctx.store);
  if (crm !== null) {
    await ctx.accounts.disconnect(crm);
    await ctx.commit((tx) => tx.audit.record({ action: 'idibu.crm-disconnected', subject: `installation:${ctx.installationId}`, detail: { crm } }));
  }
  return handoffPage(ctx);
}

/** SAVE SETTINGS: only now anything changes, for what happens from now on (ID-12, ID-17). */
export async function save(ctx: UseCase, body: SaveHandoffDto, expected: number): Promise<HandoffView> {
  const { crm } = await currentHandoff(ctx.store);
  const isConnected = crm !== null && ['active', 'needs_reauth'].includes((await ctx.accounts.status(crm)).state);
  const { mode, keepOnFile, poolId = null, isOverwriting = false } = body;
  const form = { mode, keepOnFile, poolId, triggerStatusId: body.triggerStatusId ?? null };
  const problems = saveProblems(form, {
    isConnected, activeStatusIds: (await activeStatuses(ctx)).map((one) => one.id), hasPools: crm !== null && connectorOf(crm).capabilities.hasPools,
  });
  if (problems.length > 0) throw CallerError.invalid(problems);
  const isForwarding = mode !== 'none' || keepOnFile;
  const mapping = crm === null ? {} : mappingOf(connectorOf(crm), textsOf(body.mapping, '/mapping'), isForwarding);
  await ctx.commit(async (tx) => {
    const saved = await saveHandoff(tx, ctx, { ...form, crm, isOverwriting, mapping, savedAt: ctx.clock.now() }, expected, ctx.principal.id);
    await tx.audit.record({ action: 'idibu.handoff-saved', subject: `installation:${ctx.installationId}`, detail: { revision: saved.revision, mode, keepOnFile } });
  });
  return handoffPage(ctx);
}

/** What the CRM is asked for must be there before anybody is sent; what it does not know is refused. */
function mappingOf(connector: CrmConnector, given: Record<string, string>, isForwarding: boolean): Record<string, string> {
  const missing = isForwarding ? connector.mapping.filter((option) => !option.isOptional && (given[option.key] ?? '').trim() === '') : [];
  if (missing.length > 0) throw CallerError.invalid(missing.map(({ key, label }) => ({ field: `/mapping/${key}`, message: `${label} is needed before anybody is sent` })));
  const unknown = Object.keys(given).filter((key) => !connector.mapping.some((option) => option.key === key));
  if (unknown.length > 0) throw CallerError.invalid(unknown.map((key) => ({ field: `/mapping/${key}`, message: `is nothing that ${connector.account.name} is asked for` })));
  return given;
}

function textsOf(given: Record<string, unknown> | undefined, field: string): Record<string, string> {
  const entries = Object.entries(given ?? {});
  const wrong = entries.filter(([, value]) => typeof value !== 'string' || value.length > 2_000);
  if (entries.length > 50 || wrong.length > 0) throw CallerError.invalid([{ field, message: 'must hold at most 50 short texts' }]);
  return Object.fromEntries(entries) as Record<string, string>;
}

async function wouldBeSent(ctx: UseCase, crm: string, way: Box, triggerStatusId: string | undefined): Promise<Applicant[]> {
  return ctx.store.find(Applicant, await waysOf(ctx.store, crm, way, triggerStatusId ?? null), { orderBy: [{ appliedAt: 'desc' }, { id: 'asc' }] });
}

async function requireCrm(ctx: UseCase): Promise<string> {
  const { crm } = await currentHandoff(ctx.store);
  if (crm === null) throw CallerError.conflict('no-crm', 'Connect a CRM first.');
  return crm;
}

/** Who would have been sent had the way been on before; nobody is sent (ID-17). */
export async function preview(ctx: UseCase, { way, triggerStatusId }: PreviewQuery): Promise<PreviewView> {
  const people = await wouldBeSent(ctx, await requireCrm(ctx), way, triggerStatusId);
  return { count: people.length, applicantIds: people.slice(0, 100).map((one) => one.id) };
}

/** A separate act with the count confirmed (ID-17). */
export async function bulkSend(ctx: UseCase, { way, triggerStatusId, confirmCount }: BulkSendDto): Promise<BulkSendView> {
  const people = await wouldBeSent(ctx, await requireCrm(ctx), way, triggerStatusId);
  if (confirmCount === undefined) return { count: people.length, isStarted: false };
  if (confirmCount !== people.length) {
    throw CallerError.conflict('count-changed', `It would be ${people.length} people now, not ${confirmCount}. Look again and confirm that number.`);
  }
  const kind = way === 'keep-on-file' ? 'pool' : 'vacancy';
  await ctx.commit(async (tx) => {
    const now = ctx.clock.now();
    for (let at = 0; at < people.length; at += 200) {
      await tx.jobs.enqueue({
        name: 'bulk-send', key: `${now}:${at}`, lane: 'run:bulk-send', payload: { applicantIds: people.slice(at, at + 200).map((one) => one.id), kind, by: ctx.principal.id },
      });
    }
    await tx.audit.record({ action: 'idibu.bulk-send', subject: `installation:${ctx.installationId}`, detail: { way, count: people.length } });
  });
  return { count: people.length, isStarted: true };
}

/** The connected CRM, to look something up in. */
export async function connectedCrm(ctx: UseCase): Promise<Crm> {
  const { crm, mapping } = await currentHandoff(ctx.store);
  if (crm === null || (await ctx.accounts.status(crm)).state !== 'active') throw CallerError.conflict('no-crm', 'Connect a CRM first.');
  return connectorOf(crm).open(ctx.accounts.http(crm), mapping);
}
