import { describe, expect, it } from '@jest/globals';
import { mayReadMetrics } from './metrics-access.js';
import { Metrics } from './metrics.js';
import { RequestTimes } from './request-times.js';

describe('the metrics registry', () => {
  it('gives the same metric for the same name and publishes it', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'patchbay_things_total', help: 'Things.', labels: ['kind'] }).inc({ kind: 'a' });
    metrics.counter({ name: 'patchbay_things_total', help: 'Things.', labels: ['kind'] }).inc({ kind: 'a' });
    new RequestTimes(metrics).observe({ method: 'GET', route: '/v1/audit', status: '200' }, 0.02);
    const text = await metrics.registry.metrics();
    expect(text).toContain('patchbay_things_total{kind="a"} 2');
    expect(text).toContain('patchbay_http_request_seconds_count{method="GET",route="/v1/audit",status="200"} 1');
  });

  it('asks a gauge at each scrape, and answers the others when one cannot be read', async () => {
    const metrics = new Metrics();
    let depth = 4;
    metrics.gauge({ name: 'patchbay_depth', help: 'Depth.' }, async (gauge) => { gauge.set(depth); });
    metrics.gauge({ name: 'patchbay_broken', help: 'Broken.', labels: ['kind'] }, async () => { throw new Error('database is down'); });
    expect(await metrics.registry.metrics()).toContain('patchbay_depth 4');
    depth = 5;
    const text = await metrics.registry.metrics();
    expect(text).toContain('patchbay_depth 5');
    expect(text).toMatch(/patchbay_metrics_collect_failures_total\{metric="patchbay_broken"\} [12]/);
    expect(text).not.toMatch(/^patchbay_broken\b.* \d/m);
  });

  it('adds the process numbers when the application starts', async () => {
    const metrics = new Metrics();
    metrics.onApplicationBootstrap();
    expect(await metrics.registry.metrics()).toContain('process_resident_memory_bytes');
  });
});

describe('who may read metrics', () => {
  const from = (remoteAddress: string | undefined, headers: Record<string, string> = {}) => ({ remoteAddress, headers });

  it('without a token: this machine, but nothing that a proxy passed on', () => {
    expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map((address) => mayReadMetrics(from(address), null))).toEqual([true, true, true]);
    expect(['10.0.0.4', '::ffff:10.0.0.4', '127.example', undefined].map((address) => mayReadMetrics(from(address), null)))
      .toEqual([false, false, false, false]);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip']) expect(mayReadMetrics(from('127.0.0.1', { [name]: '1.2.3.4' }), null)).toBe(false);
  });

  it('with a token: whoever brings it, from anywhere, and nobody else', () => {
    expect(mayReadMetrics(from('10.0.0.4', { authorization: 'Bearer right-token' }), 'right-token')).toBe(true);
    expect(mayReadMetrics(from('127.0.0.1'), 'right-token')).toBe(false);
    expect(mayReadMetrics(from('127.0.0.1', { authorization: 'Bearer wrong' }), 'right-token')).toBe(false);
  });
});
