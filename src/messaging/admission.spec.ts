import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import { admit, endOfQuiet, localDay, nextMorning, type AdmissionQuestion } from './admission.js';

const zone = 'Europe/Stockholm';
const at = (local: string) => DateTime.fromISO(local, { zone }).toMillis();
const iso = (ms: number | null) => (ms === null ? null : DateTime.fromMillis(ms, { zone }).toISO({ suppressMilliseconds: true }));
const ask = (local: string, more: Partial<AdmissionQuestion> = {}) => admit({
  channel: 'sms', isReminder: false, validUntilMs: null, nowMs: at(local), zone, suppressedBy: null, ...more });

describe('admission of a message', () => {
  it.each([
    ['2026-01-15T07:59:59', '2026-01-15T08:00:00+01:00'], ['2026-01-15T08:00', null], ['2026-01-15T19:59:59', null],
    ['2026-01-15T20:00', '2026-01-16T08:00:00+01:00'], ['2026-01-15T23:59', '2026-01-16T08:00:00+01:00'], ['2026-01-16T00:00', '2026-01-16T08:00:00+01:00'],
    ['2026-03-28T22:00', '2026-03-29T08:00:00+02:00'], ['2026-03-29T01:30', '2026-03-29T08:00:00+02:00'], ['2026-10-24T21:00', '2026-10-25T08:00:00+01:00'],
  ])('ME-3 at %s quiet hours end at %s, also when clocks change', (now, end) => {
    expect(iso(endOfQuiet(at(now), zone))).toBe(end);
    expect(ask(now).kind).toBe(end === null ? 'send' : 'wait');
  });

  it('ME-3 holds every SMS and every reminder at night; a first mail may go at any time', () => {
    const night = '2026-01-15T23:00';
    expect(ask(night, { channel: 'sms' })).toMatchObject({ kind: 'wait', untilMs: at('2026-01-16T08:00') });
    expect(ask(night, { channel: 'email', isReminder: true })).toMatchObject({ kind: 'wait' });
    expect(ask(night, { channel: 'email' })).toEqual({ kind: 'send' });
    expect(ask('2026-01-15T12:00', { channel: 'email', isReminder: true })).toEqual({ kind: 'send' });
  });

  it('ME-3 goes by the clock of the organisation', () => {
    const noon = Date.UTC(2026, 0, 15, 12);
    expect(endOfQuiet(noon, 'Europe/Stockholm')).toBeNull();
    expect(endOfQuiet(noon, 'Asia/Tokyo')).toBe(Date.UTC(2026, 0, 15, 23));
  });

  it('ME-2 suppresses whatever the hour, before anything else', () => {
    expect(ask('2026-01-15T23:00', { suppressedBy: 'stop' })).toEqual({ kind: 'suppress', cause: 'stop', reason: 'The person answered STOP.' });
    expect(ask('2026-01-15T12:00', { suppressedBy: 'erasure' })).toMatchObject({ kind: 'suppress', cause: 'erasure' });
  });

  it('does not send what came too late', () => {
    const validUntilMs = at('2026-01-15T12:00');
    expect(ask('2026-01-15T12:00', { validUntilMs })).toEqual({ kind: 'send' });
    expect(ask('2026-01-15T12:01', { validUntilMs })).toEqual({ kind: 'suppress', cause: null, reason: 'It would have come too late.' });
  });

  it('ME-4 counts days of the organisation, and a second reminder waits for the next morning', () => {
    expect([localDay(at('2026-03-28T23:30'), zone), localDay(at('2026-03-29T00:30'), zone)]).toEqual(['2026-03-28', '2026-03-29']);
    expect(iso(nextMorning(at('2026-03-28T16:00'), zone))).toBe('2026-03-29T08:00:00+02:00');
    expect(iso(nextMorning(at('2026-10-24T08:00'), zone))).toBe('2026-10-25T08:00:00+01:00');
  });
});
