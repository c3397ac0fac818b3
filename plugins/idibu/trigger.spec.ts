import { describe, expect, it } from '@jest/globals';
import { NO_HANDOFF, type Handoff } from './handoff.js';
import { decideForward, type Decision, type Earlier, type Happening } from './trigger.js';

const arrived: Happening = { kind: 'arrived' };
const green: Happening = { kind: 'light', light: 'green' };
const amber: Happening = { kind: 'light', light: 'yellow' };
const red: Happening = { kind: 'light', light: 'red' };
const into = (statusId: string): Happening => ({ kind: 'status', statusId });
const EVERYTHING = [arrived, green, amber, red, into('idibu:12'), into('idibu:2')];

function decide(happening: Happening, settings: Partial<Handoff>, earlier: Earlier[] = [], blockedBecause: string | null = null): Decision {
  return decideForward(happening, { ...NO_HANDOFF, crm: 'bullhorn', ...settings }, { earlier, blockedBecause });
}
const sentBy = (settings: Partial<Handoff>) => EVERYTHING.flatMap((happening) => {
  const decision = decide(happening, settings);
  return decision.kind === 'forward' ? [[happening, decision.what]] : [];
});

describe('what sends an applicant into the CRM', () => {
  it('ID-8 mode A sends every arriving applicant, and nothing else does', () => {
    expect(sentBy({ mode: 'all' })).toEqual([[arrived, 'vacancy']]);
  });

  it('ID-9 mode B sends by the green light alone', () => {
    expect(sentBy({ mode: 'green' })).toEqual([[green, 'vacancy']]);
  });

  it('ID-10 ID-11 mode C sends by the chosen status alone, default or custom', () => {
    expect(sentBy({ mode: 'status', triggerStatusId: 'idibu:12' })).toEqual([[into('idibu:12'), 'vacancy']]);
    expect(sentBy({ mode: 'status', triggerStatusId: 'idibu:2' })).toEqual([[into('idibu:2'), 'vacancy']]);
  });

  it('ID-20 ID-21 amber sends into the CRM without the vacancy, beside any of the ways', () => {
    expect(sentBy({ keepOnFile: true })).toEqual([[amber, 'pool']]);
    expect(sentBy({ keepOnFile: true, mode: 'green' })).toEqual([[green, 'vacancy'], [amber, 'pool']]);
  });

  it('ID-22 amber without the setting sends nobody', () => {
    expect(sentBy({ mode: 'green' }).some(([happening]) => happening === amber)).toBe(false);
    expect(sentBy({})).toEqual([]);
  });

  it('ID-26 red never sends', () => {
    for (const mode of ['all', 'green', 'status'] as const) expect(decide(red, { mode, triggerStatusId: 'idibu:8', keepOnFile: true }).kind).toBe('nothing');
  });

  it('ID-15 leaving does nothing; coming back sends again only what failed', () => {
    const settings = { mode: 'status' as const, triggerStatusId: 'idibu:12' };
    expect(decide(into('idibu:2'), settings, [{ kind: 'vacancy', state: 'done' }]).kind).toBe('nothing');
    for (const state of ['done', 'running', 'needs-vacancy', 'needs-pick'] as const) expect(decide(into('idibu:12'), settings, [{ kind: 'vacancy', state }]).kind).toBe('nothing');
    expect(decide(into('idibu:12'), settings, [{ kind: 'vacancy', state: 'failed' }])).toMatchObject({ kind: 'forward', isRepeat: true });
  });

  it('ID-36 first amber, later green: the same application is linked too', () => {
    expect(decide(green, { mode: 'green', keepOnFile: true }, [{ kind: 'pool', state: 'done' }])).toMatchObject({ kind: 'forward', what: 'vacancy', isRepeat: false });
  });

  it('ID-5 ID-42 sends nobody without a CRM, and nobody who withdrew', () => {
    expect(decideForward(arrived, { ...NO_HANDOFF, mode: 'all' }, { earlier: [], blockedBecause: null }).kind).toBe('nothing');
    expect(decide(arrived, { mode: 'all' }, [], 'the applicant withdrew')).toEqual({ kind: 'nothing', why: 'the applicant withdrew' });
  });
});
