import Bottleneck from 'bottleneck';
import PQueue from 'p-queue';
import { setTimeout as sleep } from 'node:timers/promises';

const WINDOWS = 12;
const AUTHORIZATION = `Basic ${Buffer.from('acme-full-key:').toString('base64')}`;

/** One page, asked again after a second when it was refused; `schedule` decides when it may leave. */
async function page(baseUrl, query, schedule) {
  for (;;) {
    const response = await schedule(() => fetch(`${baseUrl}/opportunities?${new URLSearchParams({ limit: '100', expand: 'applications', ...query })}`, { headers: { authorization: AUTHORIZATION } }));
    if (response.ok) return response.json();
    if (response.status !== 429 && response.status < 500) throw new Error(`Lever answered ${response.status}: ${await response.text()}`);
    await sleep(1_000);
  }
}

async function cursor(baseUrl, window, schedule, found) {
  for (let offset; ;) {
    const { data, hasNext, next } = await page(baseUrl, { ...window, ...(offset && { offset }) }, schedule);
    for (const row of data) found.add(row.id);
    if (!hasNext) return;
    offset = next;
  }
}

function windows({ oldest, newest }) {
  const width = Math.ceil((newest - oldest) / WINDOWS);
  return Array.from({ length: WINDOWS }, (_, n) => ({ created_at_start: String(oldest + n * width + 1), created_at_end: String(oldest + (n + 1) * width) }));
}

/** What a script does: one cursor from end to end. */
export async function serial({ baseUrl }) {
  const found = new Set();
  await cursor(baseUrl, {}, (call) => call(), found);
  return found.size;
}

/** Cursors over disjoint windows, each call through one limiter set to what Lever documents. */
async function windowed(lever, schedule) {
  const found = new Set();
  await Promise.all(windows(lever).map((window) => cursor(lever.baseUrl, window, schedule, found)));
  return found.size;
}

export function pQueue(lever) {
  const queue = new PQueue({ concurrency: WINDOWS, interval: 1_000, intervalCap: 10 });
  return windowed(lever, (call) => queue.add(call));
}

export async function bottleneck(lever) {
  const limiter = new Bottleneck({ reservoir: 20, reservoirIncreaseAmount: 10, reservoirIncreaseInterval: 1_000, reservoirIncreaseMaximum: 20 });
  try {
    return await windowed(lever, (call) => limiter.schedule(call));
  } finally {
    await limiter.disconnect();
  }
}
