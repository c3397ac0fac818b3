import { describe, expect, it } from '@jest/globals';
import { MANIFEST } from './popp.manifest.js';
import { setupSteps, type SetupSituation } from './setup.js';

const ready: SetupSituation = {
  engine: 'built-in', lever: 'active', missingPermissions: [], vendor: 'none', shortlistStageId: '', stages: [{ id: 's', text: 'Phone screen', position: 1 }],
};
const step = (id: string, more: Partial<SetupSituation> = {}) => setupSteps({ ...ready, ...more }).steps.find((one) => one.id === id);
const isComplete = (more: Partial<SetupSituation> = {}) => setupSteps({ ...ready, ...more }).steps.every((one) => one.state === 'done');

describe('set-up', () => {
  it('PO-2 walks through Connect ATS, Lever, Connect and Accept, and is complete once Lever is connected', () => {
    expect(isComplete()).toBe(true);
    expect(step('lever', { lever: 'none' })).toMatchObject({ state: 'todo', explanation: expect.stringMatching(/Connect ATS.*select Lever.*Link Lever.*Accept/s) });
    expect(step('permissions', { lever: 'none' })?.state).toBe('blocked');
    expect(step('permissions', { missingPermissions: ['Archive an opportunity'] })).toMatchObject({ state: 'todo', explanation: expect.stringContaining('Archive an opportunity') });
  });

  it("PO-1 needs an administrator's credential of Popp where Popp reads resumes", () => {
    expect(step('engine', { engine: 'popp' })).toMatchObject({ state: 'todo', explanation: expect.stringContaining('administrator of the Popp organisation') });
    expect(isComplete({ engine: 'popp', vendor: 'active' })).toBe(true);
    expect(isComplete({ engine: 'popp', vendor: 'needs_reauth' })).toBe(false);
  });

  it('PO-4 names Popp AI for help, not Lever', () => {
    expect(MANIFEST.support.text).toMatch(/Popp AI team, not by Lever/);
    expect(step('lever', { lever: 'none' })?.explanation).toContain('joinpopp.com');
  });

  it('PO-5 offers a stage and an archive reason, and works without either', () => {
    expect([step('shortlist-stage')?.state, step('archive-reason')?.state]).toEqual(['done', 'done']);
    expect(step('shortlist-stage')?.explanation).toContain('manage pipeline stages');
    expect(step('archive-reason')?.explanation).toContain('manage archive reasons');
    expect(step('shortlist-stage', { shortlistStageId: 's' })?.explanation).toContain('Phone screen');
    expect(step('shortlist-stage', { shortlistStageId: 'gone' })?.state).toBe('todo');
  });

  it('LG-1 LG-2 may archive by a human only, and advances nobody by itself', () => {
    expect(MANIFEST.may).toEqual(['note', 'stage-forward', 'archive-by-human', 'vendor']);
  });
});
