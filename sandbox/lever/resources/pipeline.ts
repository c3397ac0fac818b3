import type { LeverAccount } from '../account.js';
import { type Call, data, found, json, type LeverRoute } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import { asKept, type Order } from '../http/paging.js';
import { show, showPage, type View } from '../http/view.js';
import type { ArchiveReason, Stage } from '../model/hiring.js';

export const stageView: View<Stage> = {
  wire: (_account, stage) => ({ id: stage.id, text: stage.text }),
  expansions: {},
};

export function expandStage(account: LeverAccount, id: string | null): unknown {
  const stage = id === null ? undefined : account.stage(id);
  return stage === undefined ? id : { id: stage.id, text: stage.text };
}

const reasonView: View<ArchiveReason> = {
  wire: (_account, { id, text, status, type }) => ({ id, text, status, type }),
  expansions: {},
};

interface Counted {
  readonly text: string;
  readonly count: number;
}

const countedView: View<Counted> = { wire: (_account, { count, text }) => ({ count, text }), expansions: {} };
const alphabetical: Order<Counted> = { directions: ['text'], key: (row) => [row.text] };

function counted(account: LeverAccount, field: 'tags' | 'sources'): Counted[] {
  const counts = new Map<string, number>();
  for (const opportunity of account.opportunities.all()) {
    for (const text of opportunity[field]) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count }));
}

function reasons(call: Call): ArchiveReason[] {
  const type = call.query.one('type');
  if (type !== undefined && type !== 'hired' && type !== 'non-hired') throw badRequest(`Invalid type: ${type} at /type`);
  return call.account.archiveReasons.filter((reason) => type === undefined || reason.type === type);
}

function dispositionStages(call: Call): unknown {
  const { stages, archiveReasons } = call.account;
  return {
    stages: stages.map(({ id, text, pipeline, rank, hasInterview }) => ({ id, text, pipeline, rank, hasInterview })),
    archiveReasons: archiveReasons.map(({ id, text, type, status }) => ({ id, text, type: type === 'hired' ? type : null,
      status })),
  };
}

export const pipelineRoutes: readonly LeverRoute[] = [
  { method: 'GET', path: '/stages', permission: 'Find all stages', scopes: ['stages:read'],
    handle: (call) => json(showPage(call, stageView, call.account.stages, asKept(call.account.stages))) },
  { method: 'GET', path: '/stages/:id', permission: 'Find a stage', scopes: ['stages:read'],
    handle: (call) => data(show(call, stageView, found(call.account.stage(call.params.id ?? ''), 'stages', call.params.id))) },
  { method: 'GET', path: '/disposition_stages', permission: 'Find all disposition stages', scopes: ['stages:read'],
    handle: (call) => data(dispositionStages(call)) },
  { method: 'GET', path: '/archive_reasons', permission: 'Find all archive reasons', scopes: ['archive_reasons:read'],
    handle: (call) => {
      const rows = reasons(call);
      return json(showPage(call, reasonView, rows, asKept(rows)));
    } },
  { method: 'GET', path: '/archive_reasons/:id', permission: 'Find an archive reason', scopes: ['archive_reasons:read'],
    handle: (call) => data(show(call, reasonView, found(call.account.archiveReason(call.params.id ?? ''), 'archive_reasons',
      call.params.id))) },
  { method: 'GET', path: '/sources', permission: 'Find all sources', scopes: ['sources:read'],
    handle: (call) => json(showPage(call, countedView, counted(call.account, 'sources'), alphabetical)) },
  { method: 'GET', path: '/tags', permission: 'Find all tags', scopes: ['tags:read'],
    handle: (call) => json(showPage(call, countedView, counted(call.account, 'tags'), alphabetical)) },
];
