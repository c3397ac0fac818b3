import { describe, expect, it } from '@jest/globals';
import { accountRates } from './account-rates.js';

const documented = [[1_500, 60], [600, 60], [190, 10], [100, 10]] as const;

describe('accountRates', () => {
  it.each(documented)('%i requests in %i seconds are never exceeded in any window, and nearly used up', (requests, inSeconds) => {
    const { burst, perSecond } = accountRates({ limit: { requests, inSeconds } });
    expect(burst + perSecond * inSeconds).toBeLessThan(requests);
    expect(perSecond * inSeconds).toBeGreaterThan(0.92 * requests);
  });

  it('leaves every priority at least one permit that it can get, also under a tiny limit', () => {
    const { burst, perSecond } = accountRates({ limit: { requests: 2, inSeconds: 1 } });
    expect(burst).toBeGreaterThanOrEqual(5);
    expect(perSecond).toBe(1);
  });
});
