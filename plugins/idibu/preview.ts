import type { ReadStore } from 'patchbay/sdk';
import { isLever } from './connectors.js';
import { Forward } from './forward.entity.js';
import type { Box } from './handoff.js';

/** Condition on applicants whom a way would have sent and who are not in the CRM by it yet. */
export async function waysOf(store: ReadStore, crm: string, way: Box, triggerStatusId: string | null): Promise<object> {
  const kind = way === 'keep-on-file' ? 'pool' : 'vacancy';
  const sent = await store.find(Forward, { crm, kind, state: { $nin: ['failed', 'cancelled'] } });
  return {
    ...CONDITION[way](triggerStatusId), state: 'active', ...(isLever(crm) && { source: 'idibu' }),
    ...(sent.length > 0 && { id: { $nin: sent.map((one) => one.applicantId) } }),
  };
}

const CONDITION: Readonly<Record<Box, (triggerStatusId: string | null) => object>> = {
  'all': () => ({}), 'green': () => ({ light: 'green' }), 'status': (statusId) => ({ statusId: statusId ?? '' }), 'keep-on-file': () => ({ light: 'yellow' }),
};
