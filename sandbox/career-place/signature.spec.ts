import { describe, expect, it } from '@jest/globals';
import { signatureHeader, signatureOf } from './signature.js';

describe('the signature of an event', () => {
  it('covers timestamp and raw body, as the vector of the contract shows', () => {
    expect(signatureHeader).toBe('x-careerplace-signature');
    expect(signatureOf('cp_whsec_example', '{"id":"evt_1"}', 1767225600))
      .toBe('t=1767225600,v1=3bacc4becf1f1ea0381f6c39c8cc30d56fc1ba7c75c2240a633599f8cec9955c');
  });
});
