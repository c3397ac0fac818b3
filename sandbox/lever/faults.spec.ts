import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { LeverDriver } from './testing/drive-lever.js';

describe('faults on the Lever API', () => {
  let driver: LeverDriver;
  let id: string;

  beforeAll(async () => {
    driver = await LeverDriver.start();
    id = driver.account.opportunities.all()[0]?.id ?? '';
  });
  afterAll(() => driver.close());
  afterEach(async () => { await driver.control('DELETE', '/faults'); });

  const fault = (rule: object) => driver.control('POST', '/faults', rule);
  const addTag = (tag: string) => driver.call('POST', `/opportunities/${id}/addTags`, { tags: [tag] });
  const tags = () => driver.account.opportunities.get(id)?.tags ?? [];

  it('loses the request before it is applied', async () => {
    await fault({ route: 'POST /v1/opportunities/:id/addTags', kind: 'cut-before', times: 1 });
    await expect(addTag('before')).rejects.toThrow();
    expect(tags()).not.toContain('before');
    expect((await addTag('before')).status).toBe(200);
  });

  it('loses the answer after it was applied', async () => {
    await fault({ route: 'POST /v1/opportunities/:id/addTags', kind: 'cut-after', times: 1 });
    await expect(addTag('after')).rejects.toThrow();
    expect(tags()).toContain('after');
  });

  it('applies late after the caller gave up', async () => {
    await fault({ route: 'ANY *', kind: 'cut-then-apply', delayMs: 100, times: 1 });
    await expect(addTag('late')).rejects.toThrow();
    expect(tags()).not.toContain('late');
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(tags()).toContain('late');
  });

  it('hits one credential and not the other, and shows in the request log', async () => {
    await fault({ route: 'ANY /v1/*', kind: 'status', status: 503, credential: 'key:acme:full' });
    expect((await driver.get('/stages')).status).toBe(503);
    expect((await driver.get('/stages', 'Bearer globex-full-key')).status).toBe(200);
    const { requests } = (await driver.control('GET', '/requests')).body as { requests: object[] };
    expect(requests.slice(-2)).toMatchObject([
      { route: '/v1/stages', status: 503, fault: 'status', credential: 'key:acme:full' },
      { route: '/v1/stages', status: 200, fault: null, credential: 'key:globex:full' },
    ]);
    expect((await driver.control('GET', '/calls')).body.byCredential).toMatchObject({ 'key:globex:full': 1 });
  });
});
