import { describe, expect, it } from '@jest/globals';
import { LeverNotFound, type ActionSpec, type UnitOfWork, type VendorRequest } from 'patchbay/sdk';
import { boxOf } from '../box.js';
import { RefappSettings } from '../refapp.settings.js';
import type { HostReading } from './host.js';
import { leverHost, namesOf } from './lever.host.js';
import { describeHost, type HostStage } from './testing/host-contract.js';
import { weSelectHost } from './we-select.host.js';

function leverStage(): HostStage {
  let postingState = 'published';
  let archived: { archivedAt: number; reason: string } | null = null;
  let isGone = false;
  const mirrored = { contactId: 'contact', postingId: 'p1', deleted: false, anonymised: false, hired: false };
  const gone = (): never => { throw new LeverNotFound({ operation: 'opportunities.get', status: 404, leverCode: null, leverMessage: null }); };
  const ctx = {
    settings: new RefappSettings(),
    mirror: {
      posting: async (id: string) => (id === 'p1' ? { id, title: 'Welder', state: postingState } : null),
      stages: async () => [{ id: 'screen', text: 'Phone screen', position: 1 }], opportunity: async () => mirrored,
    },
    lever: {
      opportunities: {
        get: async () => (isGone ? gone() : {
          name: 'Kim Exempel', emails: ['kim@example.com'], phones: [{ type: 'home', value: '08-123 45 67' }, { type: 'mobile', value: '070-123 45 67' }],
          stage: 'screen', archived, dataProtection: null,
        }),
      },
    },
  } as unknown as HostReading;
  return {
    host: leverHost, ctx, serviceId: 'p1', stepId: 'screen', subjectId: 'o1',
    closeService: () => { postingState = 'closed'; }, leave: () => { archived = { archivedAt: 1, reason: 'x' }; }, remove: () => { isGone = true; },
    textOf: (action) => (action.kind === 'note.add' ? action.text : action.kind === 'tag.add' ? action.tags.join() : ''),
  };
}

function weSelectStage(): HostStage {
  const service = { id: 's1', title: 'Welder', client: null, owner: 'r@example.com', status: 'open', steps: [{ id: 'stp', name: 'Refapp', instruction: null, event: null }] };
  const candidate = {
    id: 'c1', serviceId: 's1', firstName: 'Kim', lastName: 'Exempel', email: 'kim@example.com', phone: '+46701234567', language: 'sv', stepId: 'stp', status: 'active',
  };
  let isGone = false;
  const request = async ({ path }: VendorRequest) => {
    const body = path === '/v1/services/s1' ? service : path === '/v1/services/s1/candidates/c1' && !isGone ? candidate : null;
    return { status: body ? 200 : 404, headers: {}, body };
  };
  const ctx = { settings: new RefappSettings(), accounts: { http: () => ({ request }) } } as unknown as HostReading;
  return {
    host: weSelectHost, ctx, serviceId: 's1', stepId: 'stp', subjectId: 'c1',
    closeService: () => { service.status = 'closed'; }, leave: () => { candidate.status = 'withdrawn'; }, remove: () => { isGone = true; },
    textOf: (action) => JSON.stringify(action.kind === 'vendor' ? action.request : {}),
  };
}

describeHost('Lever', leverStage);
describeHost('We Select', weSelectStage);

describe('Lever’s own ways', () => {
  const planned = async (secretNotes: boolean, status: 'completed' | 'cancelled'): Promise<ActionSpec[]> => {
    const actions: ActionSpec[] = [];
    const tx = { actions: { plan: async (spec: ActionSpec) => { actions.push(spec); return { id: '', planned: true }; } } } as unknown as UnitOfWork;
    await leverHost.show(tx, {
      checkId: 'c', serviceId: 'p1', subjectId: 'o1', status, box: boxOf({ status, answered: 2, requested: 2 }, 'en'), before: { status: 'in_progress' }, number: 2,
      at: 1, settings: { language: 'en', secretNotes },
    });
    return actions;
  };

  it('RE-26 swaps the tag at the end, takes it off on cancelling, and writes secret notes where the organisation wants it', async () => {
    expect((await planned(true, 'completed')).map(({ kind }) => kind)).toEqual(['tag.remove', 'tag.add', 'note.add']);
    expect(await planned(true, 'completed')).toContainEqual(expect.objectContaining({ kind: 'note.add', secret: true }));
    expect(await planned(false, 'completed')).not.toContainEqual(expect.objectContaining({ secret: true }));
    expect((await planned(false, 'cancelled')).map(({ kind }) => kind)).toEqual(['tag.remove', 'note.add']);
  });

  it('splits the one name that Lever has', () => {
    expect(namesOf('  Ann Mari  Exempel ')).toEqual({ firstName: 'Ann', lastName: 'Mari Exempel' });
    expect(namesOf('')).toEqual({ firstName: 'Candidate', lastName: '' });
  });
});
