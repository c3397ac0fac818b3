import { describe, expect, it } from '@jest/globals';
import { composeSms, plainSigns, smsSize } from './sms-text.js';

describe('the size of an SMS', () => {
  it.each([
    ['a'.repeat(160), 'gsm-7', 1], ['a'.repeat(161), 'gsm-7', 2], ['a'.repeat(306), 'gsm-7', 2], ['a'.repeat(307), 'gsm-7', 3],
    ['åäöÅÄÖ'.repeat(26), 'gsm-7', 1], ['€'.repeat(80), 'gsm-7', 1], ['€'.repeat(81), 'gsm-7', 2], [`${'a'.repeat(152)}€${'a'.repeat(20)}`, 'gsm-7', 2],
    ['ł'.repeat(70), 'ucs-2', 1], ['ł'.repeat(71), 'ucs-2', 2], ['ł'.repeat(134), 'ucs-2', 2], ['ł'.repeat(135), 'ucs-2', 3],
    ['😀'.repeat(35), 'ucs-2', 1], ['😀'.repeat(36), 'ucs-2', 2], ['😀'.repeat(67), 'ucs-2', 3],
  ])('%#: is counted as the network counts it', (text, encoding, segments) => {
    expect(smsSize(text)).toEqual({ encoding, segments });
  });

  it('is not doubled by typographic signs', () => {
    expect(plainSigns('“Ann’s” – a\u00a0friend…')).toBe('"Ann\'s" - a friend...');
    expect(smsSize(composeSms('Acme', 'It’s you', 'en'))).toEqual({ encoding: 'gsm-7', segments: 1 });
  });
});
