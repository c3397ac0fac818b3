import { describe, expect, it } from '@jest/globals';
import { OutsideError } from '../sdk/errors.js';
import { judgeAnswer } from './outside-call.js';
import { OutsidePolicies } from './outside-policies.js';

const answer = (status: number) => judgeAnswer({ status, headers: new Headers(), bytes: Buffer.from('{}') }, { method: 'POST', path: '/x', repeatable: true });
const call = { isRepeatable: false, name: 'The CRM' };

describe('OutsidePolicies', () => {
  it('holds calls back after many failures in a row', async () => {
    const policies = new OutsidePolicies();
    for (let n = 0; n < 8; n += 1) await expect(policies.run('c', call, async () => answer(503))).rejects.toMatchObject({ code: 'vendor-unavailable' });
    await expect(policies.run('c', call, async () => answer(200))).rejects.toMatchObject({ code: 'vendor-down' });
    await expect(policies.run('other', call, async () => answer(200))).resolves.toMatchObject({ status: 200 });
  });

  it('takes being asked to slow down for no failure, with or without a time', async () => {
    const policies = new OutsidePolicies();
    for (let n = 0; n < 20; n += 1) await expect(policies.run('c', call, async () => answer(429))).rejects.toBeInstanceOf(OutsideError);
    await expect(policies.run('c', call, async () => answer(200))).resolves.toMatchObject({ status: 200 });
  });
});
