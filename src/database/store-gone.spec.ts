import { describe, expect, it } from '@jest/globals';
import { isStoreGone } from './store-gone.js';

const withCode = (code: string): Error => Object.assign(new Error('x'), { code });

describe('a database that cannot be asked', () => {
  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53100', '53300', '08006', '57014'])('is told by %s', (code) => {
    expect(isStoreGone(withCode(code))).toBe(true);
    expect(isStoreGone(new Error('outer', { cause: withCode(code) }))).toBe(true);
    expect(isStoreGone(new AggregateError([withCode(code)]))).toBe(true);
  });

  it('is told by the driver, which gives no code', () => {
    expect(isStoreGone(new Error('Connection terminated unexpectedly'))).toBe(true);
    expect(isStoreGone(new Error('timeout exceeded when trying to connect'))).toBe(true);
  });

  it('is not every error', () => {
    for (const error of [withCode('23505'), withCode('22P02'), new TypeError('x'), 'ECONNRESET', null]) expect(isStoreGone(error)).toBe(false);
  });
});
