import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { readLeverWebhook } from './webhook-signature.js';

const SECRET = '5f0c2b7e91a4d83c6e17f0b2a95d4c38e1f6072b9ad3c5e8';
const sample = {
  event: 'candidateStageChange', triggeredAt: 1767225600123, token: 'c1a9e07b54d2f83660be17fa92d05c4e8b3f71a60d94c2e5',
  signature: '9f0a77c74b8dc89028aec51e384d08986ea1b0c408ba6b7f904730f48818ddef',
  data: { opportunityId: '619d67ac-478c-4c31-96c7-cfd0367e5a11', fromStageId: 'lead-new', toStageId: 'applicant-new' },
};
const raw = (body: unknown): Buffer => Buffer.from(JSON.stringify(body));
const sign = (token: string, triggeredAt: number | string): string => createHmac('sha256', SECRET).update(`${token}${triggeredAt}`).digest('hex');

describe('readLeverWebhook', () => {
  it('accepts the known pair of message and signature', () => {
    expect(readLeverWebhook(raw(sample), [SECRET])).toEqual({ ok: true, webhook: sample, isTestCall: false });
  });

  it('accepts any of several secrets, so that a new one can be rolled out', () => {
    expect(readLeverWebhook(raw(sample), ['new', SECRET])).toMatchObject({ ok: true });
    expect(readLeverWebhook(raw(sample), [SECRET, 'new'])).toMatchObject({ ok: true });
  });

  it('accepts the test call of the settings page, which has no data', () => {
    for (const data of [{}, undefined, null]) {
      expect(readLeverWebhook(raw({ ...sample, data }), [SECRET])).toMatchObject({ ok: true, isTestCall: true, webhook: { data: {} } });
    }
  });

  it('does not cover the data: the same pair with another body is accepted, hence only a hint', () => {
    expect(readLeverWebhook(raw({ ...sample, data: { opportunityId: 'forged' } }), [SECRET])).toMatchObject({ ok: true });
  });

  it.each<[string, Partial<Record<keyof typeof sample, unknown>>]>([
    ['another token', { token: 'a'.repeat(48) }], ['another time', { triggeredAt: 1767225600124 }],
    ['another signature', { signature: sign('x', 1) }], ['a short signature', { signature: '9f0a' }],
    ['a signature that is no hex', { signature: 'z'.repeat(64) }], ['a zero signature', { signature: '0'.repeat(64) }],
  ])('refuses %s', (_what, change) => {
    expect(readLeverWebhook(raw({ ...sample, ...change }), [SECRET])).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  it('refuses a delivery without signature, and every delivery when there is no secret', () => {
    expect(readLeverWebhook(raw({ ...sample, signature: undefined }), [SECRET])).toEqual({ ok: false, reason: 'signature-missing' });
    expect(readLeverWebhook(raw(sample), [])).toEqual({ ok: false, reason: 'signature-wrong' });
  });

  it('reads a quoted time as the number it is', () => {
    expect(readLeverWebhook(raw({ ...sample, triggeredAt: '1767225600123' }), [SECRET])).toMatchObject({ ok: true });
  });

  it.each([
    '', '[]', 'null', '"x"', '<html>', '{', JSON.stringify({ ...sample, token: 5 }), JSON.stringify({ ...sample, triggeredAt: 1.5 }),
    JSON.stringify({ ...sample, triggeredAt: null }), JSON.stringify({ ...sample, event: '' }), JSON.stringify({ ...sample, data: [] }),
    JSON.stringify({ ...sample, token: 'x'.repeat(201) }), '['.repeat(30_000),
  ])('refuses what is no webhook without crashing (%#)', (text) => {
    expect(readLeverWebhook(Buffer.from(text), [SECRET])).toEqual({ ok: false, reason: 'not-a-webhook' });
  });

  it('refuses to parse more than 64 kB', () => {
    expect(readLeverWebhook(Buffer.alloc(64 * 1024 + 1, 0x20), [SECRET])).toEqual({ ok: false, reason: 'too-large' });
  });
});
