import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { leverPermission } from 'patchbay/sdk';
import { acceptance } from './engine-acceptance.js';
import { CiivsoftProvider } from './ciivsoft.provider.js';
import { CiivsoftSettings } from './ciivsoft.settings.js';
import { inventory } from './inventory.js';
import { byWeek, jumpIn, weekStart } from './monitoring.js';
import { READS, WRITES } from './permissions.js';
import { count, NO_COUNTS } from './run-counts.js';
import { screenedStage } from './screened-stage.js';
import { setupSteps, type SetupSituation } from './setup.js';

const stages = [{ id: 's1', text: 'New applicant', position: 0 }, { id: 's2', text: 'ciivsoft  Screened', position: 1 }];
const situation = (more: Partial<SetupSituation> = {}): SetupSituation => ({
  lever: 'active', actsAs: 'u1', missingPermissions: [], missingOptional: [], settings: new CiivsoftSettings(), stages, postings: [], ...more,
});
const step = (id: string, more: Partial<SetupSituation> = {}) => setupSteps(situation(more)).steps.find((one) => one.id === id);
const settings = (more: Partial<CiivsoftSettings>) => Object.assign(new CiivsoftSettings(), more);

describe('the set-up', () => {
  it('CI-3 lists the 45 reads and 11 writes of the guide, each once, by Lever\'s names', () => {
    expect([new Set(READS).size, new Set(WRITES).size]).toEqual([45, 11]);
    const names = [...READS, ...WRITES].map((operation) => leverPermission(operation).permission);
    expect(names).toEqual(expect.arrayContaining(['Find a stage', 'Find all deleted opportunities', 'Download a candidate resume', 'Update a candidate stage', 'Add candidate tags']));
    expect(names).not.toContain('Create an opportunity');
  });

  it('CI-5 names what is missing; leads are an addition that is in nobody\'s way', () => {
    expect(step('permissions', { missingPermissions: ['Find all tags'] })).toMatchObject({ state: 'todo', explanation: expect.stringContaining('Find all tags') });
    expect(step('leads', { missingOptional: ['Create an opportunity'] })).toMatchObject({ state: 'done', explanation: expect.stringMatching(/ARKiiVE and REFiiNE wait.*FiiLTER works/) });
    expect(setupSteps(situation()).steps.every((one) => one.state === 'done')).toBe(true);
  });

  it('CI-1 CI-2 sends who is unsure to the success manager and to Lever Support', () => {
    expect(step('lever-key', { lever: 'none' })?.explanation).toContain('Customer Success Manager');
    expect(step('service-user', { actsAs: null })).toMatchObject({ state: 'todo', explanation: expect.stringContaining('Lever Support') });
  });

  it('LG-2 asks for the choice, and points at jobs in regulated places', () => {
    const postings = [{ location: 'Berlin, DE' }, { location: 'Denver, CO' }, { location: 'New York, NY' }] as never;
    expect(step('mode', { settings: null, postings })).toMatchObject({ state: 'todo', explanation: expect.stringContaining('2 of the open jobs') });
    const rule = settings({ suggestPostings: ['p1'], advancePostings: ['p2'], mode: 'suggest' });
    expect(['p1', 'p2', 'p3'].map((id) => CiivsoftSettings.modeFor(rule, id))).toEqual(['suggest', 'advance', 'suggest']);
  });

  it('CI-26 finds the stage whatever its case and spaces, or the mapped one, and says what to do when it is missing', () => {
    expect(screenedStage(stages, '')?.id).toBe('s2');
    expect(screenedStage(stages, 's1')?.id).toBe('s1');
    expect(screenedStage(stages, 'gone')).toBeNull();
    expect(step('stage', { stages: stages.slice(0, 1) })?.explanation).toMatch(/FiiLTER waits.*Settings > Pipeline/);
  });

  it('CI-8 runs every 15 minutes unless told otherwise', () => {
    expect([15, 60, 240, 1440].map((runEveryMinutes) => CiivsoftSettings.cron({ runEveryMinutes }))).toEqual(['*/15 * * * *', '0 */1 * * *', '0 */4 * * *', '0 0 * * *']);
    expect(new CiivsoftProvider().schedules.run).toMatchObject({ overlap: 'buffer-one', job: 'run' });
    expect(new CiivsoftProvider().manifest.lever.webhookEvents).toEqual([]);
  });

  it('CI-7 CI-13 CI-35 has each solution on by default, seven leads a job and three jobs a person, all of them settings', () => {
    expect(new CiivsoftSettings()).toMatchObject({ arkiive: true, filter: true, refine: true,
      leadsPerPosting: 7, referralsPerPerson: 3, threshold: 62, watchDays: 30, coolOffMonths: 6 });
    expect(validateSync(settings({ leadsPerPosting: 0 })).length).toBe(1);
    expect(validateSync(settings({ thresholds: { p1: 101 } })).length).toBe(1);
    expect(validateSync(settings({ thresholds: { p1: 55 } }))).toEqual([]);
    expect(CiivsoftSettings.thresholdFor(settings({ thresholds: { p1: 55 } }), 'p1')).toBe(55);
  });
});

describe('oversight', () => {
  const measured = (week: number, n: number, share: number) => Array.from({ length: n }, (_, i) => ({
    decidedAt: weekStart(Date.UTC(2026, 5, 1)) + week * 7 * 86_400_000 + i, score: 60, isMatch: i < n * share,
  }));

  it('LG-13 counts by week and tells of a jump only when there is enough to tell', () => {
    const all = [...measured(0, 30, 0.2), ...measured(1, 30, 0.8)];
    expect(byWeek(all).map((week) => [week.decisions, week.matchedShare, week.meanScore])).toEqual([[30, 0.2, 60], [30, 0.8, 60]]);
    const now = weekStart(Date.UTC(2026, 5, 1)) + 8 * 86_400_000;
    expect(jumpIn(all, now)).toBe('the share of matches went from 20 % to 80 %');
    expect(jumpIn([...measured(0, 30, 0.2), ...measured(1, 5, 1)], now)).toBeNull();
    expect(jumpIn([...measured(0, 30, 0.2), ...measured(1, 30, 0.3)], now)).toBeNull();
  });

  it('LG-13 an engine of another version waits for an administrator', () => {
    expect(acceptance(null, 'v2').isAccepted).toBe(true);
    expect(acceptance('v2', 'v2').isAccepted).toBe(true);
    expect(acceptance('v1', 'v2')).toMatchObject({ isAccepted: false, problem: expect.stringContaining('/v1/ciivsoft/engine/acceptance') });
  });

  it('LG-14 LG-12 has a page for each feature', () => {
    const pages = inventory('v1', ['age']);
    expect(pages.map((page) => page.feature)).toEqual(['FiiLTER', 'ARKiiVE', 'REFiiNE']);
    for (const page of pages) expect(page).toMatchObject({ neverRead: ['age'], engineVersion: 'v1', humanOversight: expect.any(String), lastImpactReport: null });
  });

  it('counts what a run did, reason by reason', () => {
    const counts = count(count(NO_COUNTS, { scanned: 1, skipped: 'gone' }), { scanned: 1, leads: 2, skipped: 'gone' });
    expect(counts).toMatchObject({ scanned: 2, leads: 2, skipped: { gone: 2 } });
  });
});
