import { describe, expect, it } from '@jest/globals';
import { boxOf, localeOf, noteOf, REFAPP_TAGS, tagOf } from './box.js';
import { channelsFor } from './channels.js';
import { CHECK_STATUSES, nextStatus, PROBLEMS, wordOf } from './check-state.js';
import { decideDelivery } from './delivery.js';
import { entryProblems } from './entry-rules.js';
import { changeOf, projectOf } from './project.js';
import { RefappSettings } from './refapp.settings.js';
import { decideStart } from './start.js';
import { DEFAULT_STEP_SETTINGS, settingsProblems, SUGGESTED_NAME } from './step-settings.js';

describe('the settings of a step', () => {
  it('RE-2 RE-8 suggests a name, two references, e-mail for both sides and three days', () => {
    expect(SUGGESTED_NAME).toBe('Refapp Referenstagning');
    expect(DEFAULT_STEP_SETTINGS).toEqual({ questionnaireId: null, candidateChannel: 'email', references: 2, refereeChannel: 'email', daysToSubmit: 3 });
  });

  it.each([[0, 1], [1, 0], [10, 0], [11, 1]])('RE-6 RE-8 allows 1 to 10 references: %i', (references, problems) => {
    expect(settingsProblems({ ...DEFAULT_STEP_SETTINGS, references }, [])).toHaveLength(problems);
  });

  it('RE-4 RE-39 takes only questionnaires that exist and never demographic ones', () => {
    const known = [{ id: 'q', name: 'General', isDemographic: false }, { id: 'd', name: 'About you', isDemographic: true }];
    const problemsOf = (questionnaireId: string) => settingsProblems({ ...DEFAULT_STEP_SETTINGS, questionnaireId }, known).map(({ message }) => message);
    expect(problemsOf('q')).toEqual([]);
    expect(problemsOf('gone')).toEqual(['is no questionnaire in Refapp']);
    expect(problemsOf('d')).toEqual([expect.stringContaining('voluntary and never part of a reference')]);
  });
});

describe('a project at Refapp', () => {
  const step = { host: 'we-select', serviceId: 'srv', serviceTitle: 'Welder', clientName: 'Harbour', hostStepId: 'stp', name: SUGGESTED_NAME };
  const settings = { ...DEFAULT_STEP_SETTINGS, questionnaireId: 'q', references: 3 };

  it('RE-13 RE-19 is one for each service and step, belongs to the integration and says where it came from', () => {
    const project = projectOf(step, settings, new RefappSettings());
    expect(project).toMatchObject({ externalId: 'we-select:srv:stp', source: 'refapp', requestedReferees: 3, minimumReferees: 3, questionnaireIds: ['q'] });
    expect(project.note).toMatch(/We Select, step "Refapp Referenstagning".*added there only/);
    expect(projectOf({ ...step, hostStepId: 'other' }, settings, new RefappSettings()).externalId).not.toBe(project.externalId);
  });

  it('RE-35 RE-38 RE-40 shows candidates the questions only, hides warnings and keeps 24 months unless the organisation says otherwise', () => {
    expect(changeOf(settings, new RefappSettings())).toMatchObject({ candidateAccess: 'questions', showWarnings: false, keepMonths: 24 });
    const open = Object.assign(new RefappSettings(), { candidateSeesAnswers: true, warningsInReport: true, keepMonths: 6 });
    expect(changeOf(settings, open)).toMatchObject({ candidateAccess: 'answers', showWarnings: true, keepMonths: 6 });
  });
});

describe('starting', () => {
  it('RE-11 RE-15 RE-16 starts once, does nothing while one runs, and asks after an end', () => {
    expect(decideStart({ latest: null, closed: null, by: 'step' })).toEqual({ kind: 'start' });
    expect(decideStart({ latest: { status: 'in_progress' }, closed: null, by: 'step' })).toMatchObject({ kind: 'nothing' });
    expect(decideStart({ latest: { status: 'completed' }, closed: null, by: 'step' })).toEqual({ kind: 'ask' });
    expect(decideStart({ latest: { status: 'completed' }, closed: null, by: 'person' })).toEqual({ kind: 'ask' });
    expect(decideStart({ latest: { status: 'completed' }, closed: null, by: 'confirmed' })).toEqual({ kind: 'start' });
    expect(decideStart({ latest: null, closed: 'archived', by: 'confirmed' })).toEqual({ kind: 'nothing', why: 'archived' });
  });
});

describe('channels', () => {
  const both = { email: 'kim@example.com', phone: '+46701234567' };
  it.each([
    ['email', both, ['email']], ['sms', both, ['sms']], ['both', both, ['email', 'sms']], ['none', both, []],
    ['sms', { ...both, phone: null }, ['email']], ['email', { ...both, email: 'broken' }, ['sms']], ['both', { ...both, phone: '0701' }, ['email']],
    ['both', { email: null, phone: null }, []],
  ] as const)('RE-5 RE-7 RE-18 %s: an impossible one gives way to the other', (choice, person, channels) => {
    expect(channelsFor(choice, person)).toEqual(channels);
  });
});

describe('a referee as named', () => {
  const candidate = { email: 'kim@example.com', phone: '+46701234567' };
  it.each([
    [{ email: 'a@example.com', phone: null }, []], [{ email: null, phone: null }, ['contact']], [{ email: 'Kim@Example.com', phone: null }, ['is-candidate']],
    [{ email: null, phone: '+46701234567' }, ['is-candidate']], [{ email: 'b@example.com', phone: null }, ['duplicate']],
    [{ email: 'nonsense', phone: '070-123' }, ['email', 'phone']],
  ])('RE-28 %j has the problems %j', (entry, problems) => {
    expect(entryProblems(entry, candidate, [{ email: 'b@example.com', phone: null }])).toEqual(problems);
  });
});

describe('the state of a check', () => {
  it('RE-22 RE-25 is complete when as many have answered as were asked for, whatever Refapp calls it', () => {
    expect(nextStatus('in_progress', 'completed', 2, 2)).toBe('completed');
    expect(nextStatus('in_progress', 'completed', 1, 2)).toBe('in_progress');
    expect(nextStatus('in_progress', 'closed_incomplete', 1, 2)).toBe('closed_incomplete');
  });

  it('SH-14 stays ended', () => {
    expect(nextStatus('completed', 'in_progress', 1, 2)).toBe('completed');
    expect(nextStatus('cancelled', 'completed', 2, 2)).toBe('cancelled');
  });

  it('RE-20 RE-24 has a word in Swedish and English for each state, and attention only before the end', () => {
    for (const locale of ['sv', 'en'] as const) {
      for (const status of CHECK_STATUSES.filter((one) => one !== 'erased')) {
        expect(boxOf({ status, answered: 1, requested: 2 }, locale).statusText).toMatch(/^[\p{L} ()0-9/]+$/u);
      }
      for (const problem of PROBLEMS) {
        expect(boxOf({ status: 'requested', problem, answered: 0, requested: 2 }, locale)).toMatchObject({ status: 'needs_attention', advice: expect.any(String) });
      }
    }
    expect(wordOf('completed', 'expired')).toBe('completed');
    expect(boxOf({ status: 'in_progress', answered: 1, requested: 3 }, 'en').statusText).toBe('In progress (1/3)');
    expect(boxOf({ status: 'completed', answered: 3, requested: 3 }, 'sv').statusText).toBe('Completed');
  });

  it('RE-21 RE-22 RE-23 links to the candidate at all times and to the report only after the end', () => {
    const urls = { candidateUrl: 'https://r.example/c', reportUrl: 'https://r.example/report', answered: 1, requested: 2 };
    expect(boxOf({ ...urls, status: 'in_progress' }, 'en')).toMatchObject({ candidateUrl: 'https://r.example/c', reportUrl: null });
    expect(boxOf({ ...urls, status: 'completed' }, 'en').reportUrl).toBe('https://r.example/report');
    expect(boxOf({ ...urls, status: 'cancelled' }, 'en').reportUrl).toBeNull();
    expect(noteOf(boxOf({ ...urls, status: 'completed' }, 'sv'), 'sv')).toMatch(/Completed[\s\S]*Referensrapport: https:\/\/r.example\/report/);
  });

  it('RE-26 has one tag of its own for each state', () => {
    expect(tagOf('completed')).toBe('Refapp-Completed');
    expect(CHECK_STATUSES.map(tagOf).filter((tag) => tag !== null).every((tag) => REFAPP_TAGS.includes(tag))).toBe(true);
    expect(localeOf('sv-FI')).toBe('sv');
    expect(localeOf('da')).toBe('en');
  });
});

describe('a message that did not arrive', () => {
  const asked = { deliveries: { email: 'asked' as const }, other: 'sms' as const, status: 'invited' as const };
  it('RE-30 is tried once on the other channel, and then the referee is lost', () => {
    expect(decideDelivery({ state: 'bounced', cause: null, channel: 'email' }, asked)).toEqual({ kind: 'other', channel: 'sms' });
    const both = { ...asked, deliveries: { email: 'failed' as const, sms: 'asked' as const }, other: null };
    expect(decideDelivery({ state: 'failed', cause: null, channel: 'sms' }, both)).toEqual({ kind: 'lost', as: 'bounced' });
    expect(decideDelivery({ state: 'bounced', cause: null, channel: 'email' }, { ...asked, other: null, deliveries: { email: 'asked', sms: 'asked' } })).toEqual({ kind: 'failed' });
  });

  it('RE-37 keeps to the other channel when somebody stops one, and gives up when there is none', () => {
    expect(decideDelivery({ state: 'opted_out', cause: null, channel: 'email' }, { ...asked, other: null })).toEqual({ kind: 'lost', as: 'opted_out' });
    expect(decideDelivery({ state: 'suppressed', cause: 'unsubscribe', channel: 'email' }, { ...asked, other: null })).toEqual({ kind: 'lost', as: 'opted_out' });
  });

  it('is no failure when nobody can tell, when it came too late, or when the referee has answered', () => {
    expect(decideDelivery({ state: 'unknown', cause: null, channel: 'email' }, asked)).toEqual({ kind: 'nothing' });
    expect(decideDelivery({ state: 'suppressed', cause: null, channel: 'email' }, asked)).toEqual({ kind: 'nothing' });
    expect(decideDelivery({ state: 'bounced', cause: null, channel: 'email' }, { ...asked, status: 'answered' })).toEqual({ kind: 'nothing' });
  });
});
