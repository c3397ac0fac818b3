import { leverOperation, type LeverOperation } from '../../sdk/lever/index.js';
import type { LeverQuery, LeverRequest } from './lever-request.js';
import type { ProbeIds } from './preflight-ids.js';

const DAY_MS = 24 * 60 * 60 * 1_000;
const WINDOW_START_MS = Date.UTC(2020, 0, 1);

/** What a list needs besides `limit`. */
const REQUIRED_QUERY: Partial<Record<LeverOperation, LeverQuery>> = {
  'applications.listDeleted': { deleted_at_start: WINDOW_START_MS, deleted_at_end: WINDOW_START_MS + DAY_MS },
};

/** A call that asks for the permission of an operation and can have no effect. */
export async function probeOf(operation: LeverOperation, ids: ProbeIds): Promise<LeverRequest> {
  const entry = leverOperation(operation);
  if (entry.access === 'write') return writeProbe(operation, ids);
  const isDownload = entry.path.endsWith('/download');
  return {
    operation, priority: 'interactive', params: await ids.existing(entry.path, isDownload ? 'parents' : 'all'),
    query: entry.path.includes(':') && !operation.includes('list') ? {} : { limit: 1, ...REQUIRED_QUERY[operation] },
  };
}

/**
 * Every id is a fresh one, so there is nothing to change; where no id is in the path, everything that Lever requires
 * is left out and what is there is refused for several reasons at once.
 */
function writeProbe(operation: LeverOperation, ids: ProbeIds): LeverRequest {
  const entry = leverOperation(operation);
  const probe = { operation, priority: 'interactive', attempts: 1, params: ids.fresh(entry.path) } as const;
  if (operation === 'opportunities.create') {
    return { ...probe, json: { postings: [ids.newId(), ids.newId()], origin: 'none', stage: ids.newId() } };
  }
  if (operation === 'webhooks.update') return { ...probe, json: { data: [] } };
  return entry.method === 'DELETE' ? probe : { ...probe, json: {} };
}
