import { afterEach, describe, expect, it } from '@jest/globals';
import { basic, LeverDriver } from './testing/drive-lever.js';

describe('the rate limit', () => {
  let driver: LeverDriver;

  afterEach(() => driver.close());

  const burst = (count: number, key = 'acme-full-key') =>
    Promise.all(Array.from({ length: count }, () => driver.get('/stages', basic(key)).then(({ status }) => status)));

  it('lets 20 through at once per key and refuses the rest with 429 and no Retry-After', async () => {
    driver = await LeverDriver.start({ rate: { capacity: 20, refillPerSecond: 0.001 } });
    const statuses = await burst(30);
    expect(statuses.filter((status) => status === 200)).toHaveLength(20);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    expect((await driver.get('/stages')).body.code).toBe('TooManyRequestsError');
    expect((await driver.get('/stages')).headers.get('retry-after')).toBeNull();
    expect((await driver.get('/stages', basic('globex-full-key'))).status).toBe(200);
  });

  it('refills ten a second', async () => {
    driver = await LeverDriver.start({ rate: { capacity: 20, refillPerSecond: 10 } });
    await burst(25);
    await new Promise((resolve) => setTimeout(resolve, 560));
    const later = await burst(10);
    const passed = later.filter((status) => status === 200).length;
    expect(passed).toBeGreaterThanOrEqual(5);
    expect(passed).toBeLessThan(10);
  });

  it('shows for each credential when it called, and whether it kept to the limit', async () => {
    driver = await LeverDriver.start({ rate: 'off' });
    await burst(12);
    const report = async () => (await driver.control('GET', '/rate')).body.credentials as
      Array<{ credential: string; accepted: number; rejected: number; lowestLevel: number; times: number[] }>;
    const [polite] = await report();
    expect(polite).toMatchObject({ credential: expect.stringMatching(/^key:acme:full#/), accepted: 12, rejected: 0 });
    expect(polite?.times).toHaveLength(12);
    expect(polite?.lowestLevel).toBeGreaterThanOrEqual(0);
    await burst(60);
    expect((await report())[0]?.lowestLevel).toBeLessThan(0);
    await driver.control('DELETE', '/rate');
    expect(await report()).toEqual([]);
  });

  it('holds applications to a limit of their own when told to', async () => {
    driver = await LeverDriver.start({ applicationRate: { capacity: 2, refillPerSecond: 0.001 } });
    const body = { personalInformation: [{ name: 'fullName', value: 'A' }, { name: 'email', value: 'a@example.com' }] };
    const statuses: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      statuses.push((await driver.call('POST', `/postings/${driver.postingId()}/apply`, body)).status);
    }
    expect(statuses).toEqual([201, 201, 429]);
    expect((await driver.get('/stages')).status).toBe(200);
  });
});
