import { describe, expect, it } from '@jest/globals';
import { BOXES, heardLate, isTicked, NO_HANDOFF, saveProblems, tickBox, type Form, type Handoff } from './handoff.js';

const form = (change: Partial<Form> = {}): Form => ({ mode: 'none', triggerStatusId: null, keepOnFile: false, ...change });
const connected = { isConnected: true, activeStatusIds: ['idibu:12'], hasPools: true };
const handoff = (change: Partial<Handoff>): Handoff => ({ ...NO_HANDOFF, ...change });

describe('CRM Handoff', () => {
  it('ID-8 ID-9 ID-10 ID-19 shows the four boxes in the product’s own words', () => {
    expect(BOXES.map(({ label }) => label)).toEqual([
      'Send all new idibu candidates into the CRM automatically',
      'Use green traffic light only to send candidates to both CRM and Vacancy',
      'Use a specific ATS status to send candidate to both CRM and Vacancy',
      'Use yellow traffic light only to send `keep on file` candidates to CRM',
    ]);
  });

  it('ID-44 explains whom each way suits', () => {
    const of = (box: string) => BOXES.find((one) => one.box === box)?.explanation ?? '';
    expect(of('all')).toMatch(/every single record.*without any sifting/);
    expect(of('green')).toMatch(/first sift before anybody is added/);
    expect(of('status')).toMatch(/pre-screening here before candidates go on/);
    expect(of('keep-on-file')).toMatch(/amber \(the yellow light\).*without logging them against the vacancy.*never undoes a link/);
  });

  it('ID-6 ID-17 ID-40 an event heard of after the CRM changed keeps the way of its time and goes into the CRM of now', () => {
    const then = handoff({ revision: 3, crm: 'bullhorn', mode: 'all', poolId: 'tearsheet', mapping: { noteAction: 'x' }, isOverwriting: true });
    const now = handoff({ revision: 5, crm: 'jobadder', mode: 'green', poolId: 'folder', mapping: {} });
    expect(heardLate(then, now)).toEqual({ ...then, crm: 'jobadder', poolId: 'folder', mapping: {} });
    expect(heardLate(then, { ...now, crm: 'bullhorn' })).toEqual(then);
    expect(heardLate(NO_HANDOFF, now)).toEqual(NO_HANDOFF);
  });

  it('ID-13 unticks the other ways when one is ticked', () => {
    const status = tickBox(form(), 'status', true);
    expect(isTicked(status, 'status')).toBe(true);
    const all = tickBox({ ...status, triggerStatusId: 'idibu:12' }, 'all', true);
    expect((['all', 'green', 'status'] as const).map((box) => isTicked(all, box))).toEqual([true, false, false]);
    expect(all.triggerStatusId).toBeNull();
    expect(tickBox(all, 'all', false).mode).toBe('none');
    expect(tickBox(all, 'green', false).mode).toBe('all');
  });

  it('ID-21 leaves keep-on-file alone whichever way is ticked', () => {
    const both = tickBox(tickBox(form(), 'keep-on-file', true), 'green', true);
    expect(both).toEqual({ mode: 'green', triggerStatusId: null, keepOnFile: true });
    expect(tickBox(both, 'keep-on-file', false).mode).toBe('green');
  });

  it('ID-5 saves no way without a connected CRM', () => {
    const off = { ...connected, isConnected: false };
    expect(saveProblems({ ...form({ mode: 'all' }), poolId: null }, off).map((one) => one.field)).toEqual(['/mode']);
    expect(saveProblems({ ...form({ keepOnFile: true }), poolId: null }, off).map((one) => one.field)).toEqual(['/keepOnFile']);
    expect(saveProblems({ ...form(), poolId: null }, off)).toEqual([]);
  });

  it('ID-10 ID-18 takes only a status that is switched on as the trigger', () => {
    const save = (triggerStatusId: string | null, mode: Form['mode'] = 'status') => saveProblems({ ...form({ mode, triggerStatusId }), poolId: null }, connected);
    expect(save('idibu:12')).toEqual([]);
    expect(save(null)[0]?.message).toMatch(/choose the ATS status/);
    expect(save('idibu:9')[0]?.message).toMatch(/none of the statuses that are switched on/);
    expect(save('idibu:12', 'green')[0]?.field).toBe('/triggerStatusId');
  });

  it('ID-25 takes a pool only where the CRM has pools', () => {
    const wanted = { ...form({ keepOnFile: true }), poolId: 'pool-1' };
    expect(saveProblems(wanted, connected)).toEqual([]);
    expect(saveProblems(wanted, { ...connected, hasPools: false })[0]?.field).toBe('/poolId');
  });
});
