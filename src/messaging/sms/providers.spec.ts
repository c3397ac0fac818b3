import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { bounceReport, bouncedMail } from '../doors/bounce.js';
import { optOutWord } from '../opt-outs.js';
import { elksOutcome, elksReport } from './elks.js';
import { isSignedByTwilio, twilioOutcome, twilioReport } from './twilio.js';

describe('answers of Twilio', () => {
  it.each([
    [201, { sid: 'SM1' }, { kind: 'sent', providerId: 'SM1' }],
    [400, { code: 21211 }, { kind: 'refused', reason: 'Twilio 21211', blocks: 'bounce' }],
    [400, { code: 21614 }, { kind: 'refused', reason: 'Twilio 21614', blocks: 'bounce' }],
    [400, { code: 21610 }, { kind: 'refused', reason: 'Twilio 21610', blocks: 'stop' }],
    [400, { code: 21606 }, { kind: 'refused', reason: 'Twilio 21606' }],
    [401, { code: 20003 }, { kind: 'not-now', reason: 'Twilio 20003: the credentials were refused.' }],
    [429, { code: 20429 }, { kind: 'not-now', reason: 'Twilio 20429' }],
    [503, 'busy', { kind: 'unknown', reason: 'Twilio answered 503.', canAsk: true }],
  ])('%i %j', (status, body, outcome) => {
    expect(twilioOutcome({ status, body })).toEqual(outcome);
  });

  it('are read from status callbacks', () => {
    const report = (fields: Record<string, string>) => twilioReport(new URLSearchParams(fields));
    expect([report({ MessageStatus: 'delivered' }), report({ MessageStatus: 'sent' })]).toEqual([{ kind: 'delivered' }, null]);
    expect(report({ MessageStatus: 'undelivered', ErrorCode: '30003' })).toEqual({ kind: 'failed', reason: 'Twilio 30003', blocks: null });
    expect(report({ MessageStatus: 'undelivered', ErrorCode: '30005' })).toEqual({ kind: 'failed', reason: 'Twilio 30005', blocks: 'bounce' });
    expect(report({ MessageStatus: 'failed', ErrorCode: '21610' })).toEqual({ kind: 'failed', reason: 'Twilio 21610', blocks: 'stop' });
    expect(report({ MessageStatus: 'failed' })).toEqual({ kind: 'failed', reason: 'Twilio failed', blocks: null });
  });

  it('are believed only with a signature over address and fields', () => {
    const form = new URLSearchParams({ To: '+1', Body: 'b', From: '+2' });
    const signature = createHmac('sha1', 'token').update('https://hub.example/xBodybFrom+2To+1').digest('base64');
    expect(isSignedByTwilio('token', 'https://hub.example/x', form, signature)).toBe(true);
    for (const [token, url, given] of [['other', 'https://hub.example/x', signature], ['token', 'https://hub.example/y', signature], ['token', 'https://hub.example/x', ''],
      ['token', 'https://hub.example/x', undefined]] as const) expect(isSignedByTwilio(token, url, form, given)).toBe(false);
    form.set('Body', 'c');
    expect(isSignedByTwilio('token', 'https://hub.example/x', form, signature)).toBe(false);
  });
});

describe('answers of 46elks', () => {
  it.each([
    [200, { id: 's1' }, { kind: 'sent', providerId: 's1' }],
    [400, 'Invalid to number', { kind: 'refused', reason: '46elks 400: the number was refused.', blocks: 'bounce' }],
    [400, 'Invalid sender', { kind: 'refused', reason: '46elks 400' }],
    [401, 'x', { kind: 'not-now', reason: '46elks 401: the credentials were refused.' }],
    [403, 'Not enough credits', { kind: 'not-now', reason: '46elks 403' }],
    [500, '', { kind: 'unknown', reason: '46elks answered 500.', canAsk: true }],
  ])('%i %j', (status, body, outcome) => {
    expect(elksOutcome({ status, body })).toEqual(outcome);
  });

  it('are read from delivery reports', () => {
    expect(['sent', 'delivered', 'failed'].map((status) => elksReport(new URLSearchParams({ status }))?.kind)).toEqual([undefined, 'delivered', 'failed']);
  });
});

describe('answers of people', () => {
  it.each([['STOP', 'stop'], [' stopp! ', 'stop'], ['Avsluta.', 'stop'], ['Unsubscribe', 'stop'], ['start', 'start'], ['Stop by tomorrow', null], ['Ja, gärna', null], ['', null]])(
    '%j asks for %s', (text, word) => { expect(optOutWord(text)).toBe(word); });
});

describe('mail that comes back', () => {
  it.each([['5.1.1', 'bounce'], ['5.2.1', 'bounce'], ['5.0.0', 'bounce'], ['5.2.2', null], ['5.7.1', null], ['4.4.7', null]])('%s blocks by %s', (status, blocks) => {
    expect(bounceReport({ status })).toEqual({ kind: 'failed', reason: `The mail came back (${status}).`, blocks });
  });

  it('is known by its tag, else by its Message-ID', () => {
    const id = '0d6a4a5e-8b39-4d26-9c3f-1f6f1a2b3c4d';
    expect(bouncedMail({ status: '5.1.1', sender: 'bounces+abcdefghijklmnopqrstuvwx@hub.example', messageId: `<${id}@hub.example>` })).toEqual({ token: 'abcdefghijklmnopqrstuvwx' });
    expect(bouncedMail({ status: '5.1.1', sender: 'hub@hub.example', messageId: `<${id}@hub.example>` })).toEqual({ id });
    expect(bouncedMail({ status: '5.1.1', messageId: 'something' })).toBeNull();
    expect(bounceReport({ status: '2.0.0' })).toBeNull();
  });
});
