import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import { CareerPlaceSettings } from './career-place.settings.js';
import { linkAdvice, setupSteps, type SetupSituation } from './setup.js';

const ready: SetupSituation = {
  vendor: 'active', lever: 'active', missingPermissions: [], stageId: 's1', stages: [{ id: 's1', text: 'Phone screen', position: 3 }],
  webhook: { url: 'https://hub.example/hooks/lever/token', hasSecret: true, verifiedAt: 5 },
};
const openSteps = (more: Partial<SetupSituation>) => setupSteps({ ...ready, ...more }).steps.filter((step) => step.state !== 'done').map((step) => step.id);
const explanation = (id: string, more: Partial<SetupSituation>) => setupSteps({ ...ready, ...more }).steps.find((step) => step.id === id)?.explanation;

describe('set-up', () => {
  it('CP-2 is complete only with both connections, the permissions, the stage and a verified webhook', () => {
    expect(openSteps({})).toEqual([]);
    expect(openSteps({ vendor: 'none' })).toEqual(['career-place']);
    expect(openSteps({ lever: 'pending' })).toEqual(['lever', 'permissions']);
    expect(openSteps({ missingPermissions: ['Add opportunity tags'] })).toEqual(['permissions']);
    expect(openSteps({ stageId: null })).toEqual(['stage']);
    expect(openSteps({ webhook: { ...ready.webhook, hasSecret: false } })).toEqual(['webhook']);
    expect(openSteps({ webhook: { ...ready.webhook, verifiedAt: null } })).toEqual(['webhook']);
  });

  it('CP-2 names the way through both products in order', () => {
    expect(setupSteps(ready).steps.map((step) => step.id)).toEqual(['career-place', 'lever', 'permissions', 'stage', 'webhook']);
    expect(explanation('lever', { lever: 'none' })).toMatch(/Super Admin.*Settings > Integrations > Lever > Connect.*Accept/);
    expect(explanation('webhook', { webhook: { ...ready.webhook, hasSecret: false } })).toMatch(/"Application Created".*https:\/\/hub\.example\/hooks\/lever\/token.*Verify Connection/);
    expect(explanation('permissions', { missingPermissions: ['Add opportunity tags'] })).toContain('Add opportunity tags');
  });

  it('SH-19 asks for another stage when the chosen one is gone, and trusts it until Lever was read', () => {
    expect(openSteps({ stageId: 'gone' })).toEqual(['stage']);
    expect(explanation('stage', { stageId: 'gone' })).toContain('no longer exists');
    expect(openSteps({ stages: [] })).toEqual([]);
  });

  it('CP-1 CP-42 sends whoever links too early to the set-up, and names both ways to help', () => {
    expect(linkAdvice(false)).toEqual({
      isReady: false, setupHref: '/v1/installations/career-place/setup', message: expect.stringMatching(/Complete the one-time Lever set-up first.*support@career\.place.*purple circle/),
    });
    expect(linkAdvice(true).message).toContain('qualification funnel');
  });
});

describe('settings', () => {
  const faults = (value: object) => validateSync(plainToInstance(CareerPlaceSettings, { stageId: 's1', ...value })).map((error) => error.property);

  it('CP-23 CP-34 CP-18 CP-37 begin with the defaults', () => {
    expect(new CareerPlaceSettings()).toMatchObject({
      reminderDays: [2, 5, 9, 13, 16], reapplyAfterMonths: 6, allowReapply: true, exclusiveTags: true, closingMail: false, locale: 'en',
    });
    expect(faults({})).toEqual([]);
  });

  it('CP-23 take other days and other numbers of them, never past 420 hours', () => {
    expect(faults({ reminderDays: [] })).toEqual([]);
    expect(faults({ reminderDays: [1, 17] })).toEqual([]);
    for (const reminderDays of [[18], [0], [2, 2], [1.5], ['2'], 'often']) expect(faults({ reminderDays })).toEqual(['reminderDays']);
    expect(CareerPlaceSettings.sortedDays({ reminderDays: [9, 2] })).toEqual([2, 9]);
  });

  it('CP-2 CP-34 refuse what makes no sense', () => {
    expect(faults({ stageId: '' })).toEqual(['stageId']);
    expect(faults({ reapplyAfterMonths: -1, locale: 'de', closingMail: 'yes' }).toSorted()).toEqual(['closingMail', 'locale', 'reapplyAfterMonths']);
  });

  it('describe themselves', () => {
    const schema = validationMetadatasToSchemas()['CareerPlaceSettings'];
    expect(Object.keys(schema?.properties ?? {})).toEqual(expect.arrayContaining(['stageId', 'reminderDays', 'reapplyAfterMonths', 'closingMail']));
    expect(schema?.properties?.['stageId']).toMatchObject({ description: expect.any(String) });
  });
});
