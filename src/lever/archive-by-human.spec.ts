import { beforeEach, describe, expect, it } from '@jest/globals';
import { assertByHuman } from '../integrations/unit-of-work.js';
import type { ActionSpec } from '../sdk/actions.js';
import type { Principal } from '../sdk/principal.js';
import { leverExecutor, type LeverPorts } from './action-executors.js';
import { causeOf } from './echo.js';

interface Row { stage: string; archived: { reason: string; archivedAt: number } | null }
let row: Row;
const calls: string[] = [];
const ports = {
  reads: { opportunities: { get: async () => row } },
  writes: {
    archive: async (_id: string, reason: string) => { calls.push(`archive ${reason}`); row.archived = { reason, archivedAt: 7 }; },
    unarchive: async () => { calls.push('unarchive'); row.archived = null; },
  },
  stageOrder: [],
  sight: { look: (all: () => unknown) => all() },
} as unknown as LeverPorts;
const archive = () => leverExecutor('archive', { opportunityId: 'o', reasonId: 'r', unlessInStages: ['offer'] }, ports)!;
const unarchive = (seen = { reasonId: 'r', archivedAt: 7, stageId: 'screen' }) => leverExecutor('unarchive', { opportunityId: 'o', seen }, ports)!;

beforeEach(() => { row = { stage: 'screen', archived: null }; calls.length = 0; });

describe('archiving by a person', () => {
  it('PO-35 skips with an explanation whoever was archived or moved too far on meanwhile', async () => {
    expect(await archive().guard?.()).toEqual({ go: true });
    row.stage = 'offer';
    expect(await archive().guard?.()).toMatchObject({ go: false, state: 'skipped', reason: expect.stringContaining('too far') });
    row = { stage: 'screen', archived: { reason: 'other', archivedAt: 3 } };
    expect(await archive().guard?.()).toMatchObject({ go: false, state: 'skipped', reason: expect.stringContaining('archived meanwhile') });
  });

  it('PO-39 is taken back only while nobody changed anything since', async () => {
    await archive().send();
    expect(await unarchive().guard?.()).toEqual({ go: true });
    expect(await unarchive({ reasonId: 'r', archivedAt: 6, stageId: 'screen' }).guard?.()).toMatchObject({ state: 'skipped' });
    row.stage = 'onsite';
    expect(await unarchive().guard?.()).toMatchObject({ state: 'skipped' });
    row.stage = 'screen';
    expect(await unarchive().lookBack()).toBeNull();
    await unarchive().send();
    expect(await unarchive().lookBack()).toEqual({});
    expect(await unarchive().guard?.()).toMatchObject({ state: 'done' });
    expect(calls).toEqual(['archive r', 'unarchive']);
  });

  it('LG-1 PO-36 is refused to jobs, operators, vendors and in the name of another member', () => {
    const spec = { kind: 'archive', byMemberId: 'm' } as ActionSpec;
    const member: Principal = { kind: 'member', id: 'm', tenantId: 't', role: 'admin', leverUserId: null };
    expect(() => assertByHuman(member, spec)).not.toThrow();
    const others: Principal[] = [
      { kind: 'system', id: 'm', tenantId: 't' }, { kind: 'vendor', id: 'm', tenantId: 't', integrationKey: 'popp' }, { kind: 'operator', id: 'm', tenantId: 't' },
      { ...member, id: 'other' },
    ];
    for (const other of others) expect(() => assertByHuman(other, spec)).toThrow(expect.objectContaining({ code: 'archive-by-human-only' }));
  });

  it('SH-15 knows its own taking back again', () => {
    const fact = { kind: 'archive.changed', naturalKey: 'k', opportunityId: 'o', postingId: null, occurredAt: 2, payload: { opportunityId: 'o', archivedAt: null, reasonId: null, hired: false } } as never;
    const action = { id: '1', integrationKey: 'popp', depth: 0, request: { reasonId: 'r' }, result: null, sentAt: 1, isTold: false };
    expect(causeOf(fact, [{ ...action, kind: 'unarchive' }])?.actionId).toBe('1');
    expect(causeOf(fact, [{ ...action, kind: 'archive' }])).toBeNull();
    // A person who takes somebody out of the archive after our own taking back was seen is a person.
    expect(causeOf(fact, [{ ...action, kind: 'unarchive', isTold: true }, { ...action, id: '0', kind: 'archive', sentAt: 0 }])).toBeNull();
    // A person who archives again with the same reason, after it was taken back, is a person.
    const again = { kind: 'archive.changed', payload: { opportunityId: 'o', archivedAt: 9, reasonId: 'r', hired: false } } as never;
    expect(causeOf(again, [{ ...action, kind: 'archive' }])?.actionId).toBe('1');
    expect(causeOf(again, [{ ...action, kind: 'archive' }, { ...action, id: '2', kind: 'unarchive', sentAt: 2 }])).toBeNull();
  });
});
