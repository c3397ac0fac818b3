import { p } from '@mikro-orm/core';
import { tenantTable } from 'patchbay/sdk';
import type { Solution } from './ciivsoft.context.js';
import type { RunCounts } from './run-counts.js';

/** `blocked`: something must be put right first; `partial`: cut short by a switch-off or a deleted key (CI-41). */
export type RunState = 'running' | 'done' | 'blocked' | 'partial';

const RunSchema = tenantTable({
  plugin: 'ciivsoft',
  name: 'run',
  columns: {
    /** The scheduled run that this part belongs to: one part for each solution. */
    processingId: p.uuid(),
    solution: p.string().length(20).$type<Solution>(),
    state: p.string().length(20).$type<RunState>(),
    startedAt: p.bigint('number'),
    finishedAt: p.bigint('number').nullable(),
    /** Where it goes on after a crash. */
    cursor: p.text().nullable(),
    /** Pinned for the whole run, so that going on gives what an undisturbed run gives (D24). */
    statistics: p.integer(),
    asOf: p.string().length(10),
    settingsRevision: p.integer(),
    counts: p.json().$type<RunCounts>(),
    /** What an administrator should know, e.g. why it is blocked. */
    note: p.text().nullable(),
  },
  person: null,
  uniques: [{ name: 'run_part', properties: ['installationId', 'processingId', 'solution'] }],
  indexes: [{ name: 'run_list', properties: ['installationId', 'startedAt', 'id'] }, { name: 'run_state', properties: ['installationId', 'state'] }],
});
/** What one solution did in one scheduled run. */
export class Run extends RunSchema.class {}
RunSchema.setClass(Run);
