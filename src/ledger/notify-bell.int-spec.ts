import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { useTestDatabase } from '../../test/support/database.js';
import { until } from '../../test/support/until.js';
import { TcpProxy } from '../../test/support/tcp-proxy.js';
import { NotifyBell } from './notify-bell.js';

const db = useTestDatabase();
let proxy: TcpProxy;
let near: NotifyBell;
let far: NotifyBell;
let heard = 0;

describe('the bell over NOTIFY', () => {
  beforeEach(async () => {
    let url = '';
    ({ proxy, url } = await TcpProxy.inFrontOf(db().loginUrl));
    near = new NotifyBell(url, 300);
    far = new NotifyBell(db().loginUrl);
    heard = 0;
    far.onRing(() => { heard += 1; });
    await Promise.all([near.start(), far.start()]);
  });
  afterEach(async () => {
    await proxy.cut();
    await Promise.all([near.stop(), far.stop()]);
  });

  const isHeardAnew = async (): Promise<void> => {
    const before = heard;
    await until(() => { near.ring(); return heard > before; }, 'the bell to be heard in another process');
  };

  it('is heard in other processes, many rings at once as few', async () => {
    for (let n = 0; n < 500; n += 1) near.ring();
    await until(() => heard > 0, 'the bell to be heard');
    expect(heard).toBeLessThan(50);
  });

  it('is heard once where it was rung', async () => {
    let rung = 0;
    near.onRing(() => { rung += 1; });
    near.ring();
    await until(() => heard > 0, 'the bell to be heard');
    await sleep(50);
    expect(rung).toBe(1);
  });

  it('rings by itself when a short wait is over, and leaves long ones to the poll', async () => {
    near.ringIn(0);
    near.ringIn(60_000);
    near.ringIn(1_000);
    await sleep(50);
    expect(heard).toBe(0);
    await until(() => heard > 0, 'the bell to be heard');
    expect(heard).toBe(1);
  });

  it.each(['breaks', 'falls silent'])('is heard again after its connection %s', async (how) => {
    await isHeardAnew();
    if (how === 'breaks') { await proxy.cut(); await proxy.open(); } else proxy.hush();
    await isHeardAnew();
    expect(near.isHealthy()).toBe(true);
  });
});
