import { setTimeout as sleep } from 'node:timers/promises';
import { combinePending, controlPrefix, createEmulator, type PendingWork, type SandboxClock } from './kit/index.js';

export interface IdleReport extends PendingWork {
  /** No service has anything due or under way, and none came up while asking. */
  readonly idle: boolean;
  readonly services: Readonly<Record<string, PendingWork>>;
}

export interface ControlServer {
  readonly baseUrl: string;
  readonly controlUrl: string;
  idle(): Promise<IdleReport>;
  /** Waits until everything is idle; rejects after `timeoutMs` of real time (default 10 000). */
  settle(timeoutMs?: number): Promise<IdleReport>;
  describe(): { baseUrl: string; clockUrl: string; idleUrl: string };
  close(): Promise<void>;
}

export interface ControlOptions {
  clock: SandboxClock;
  port: number;
  /** Where each service is controlled, by name. */
  controlUrls: Readonly<Record<string, string>>;
  /** The description of the whole sandbox, shown at `/`. */
  describeAll: () => object;
}

/** One place that moves the clock of all services and knows when all of them have come to rest. */
export async function startControl({ clock, port, controlUrls, describeAll }: ControlOptions): Promise<ControlServer> {
  const emulator = await createEmulator({ name: 'control', clock, port });
  const { app } = emulator;
  const idle = (): Promise<IdleReport> => idleOf(controlUrls);
  const reading = () => ({ now: clock.now(), offsetMs: clock.offsetMs });
  app.get('/', async () => describeAll());
  app.get('/idle', idle);
  app.get('/clock', async () => reading());
  app.post<{ Body?: { offsetMs?: unknown; advanceMs?: unknown } }>('/clock', async (request, reply) => {
    const { offsetMs, advanceMs } = request.body ?? {};
    if (isFinite(offsetMs)) clock.setOffset(offsetMs);
    else if (isFinite(advanceMs)) clock.advance(advanceMs);
    else return reply.code(422).send({ error: { code: 'invalid_field', message: 'Give offsetMs or advanceMs in milliseconds.' } });
    return reading();
  });
  await emulator.listen();
  const { baseUrl } = emulator;
  return {
    baseUrl, idle, controlUrl: `${baseUrl}${controlPrefix}`,
    settle: (timeoutMs = 10_000) => settle(idle, timeoutMs),
    describe: () => ({ baseUrl, clockUrl: `${baseUrl}/clock`, idleUrl: `${baseUrl}/idle` }),
    close: () => emulator.close(),
  };
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value);
}

async function settle(idle: () => Promise<IdleReport>, timeoutMs: number): Promise<IdleReport> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const report = await idle();
    if (report.idle) return report;
    if (performance.now() > deadline) throw new Error(`The sandbox did not come to rest: ${JSON.stringify(report.services)}`);
    await sleep(10);
  }
}

/** Work passes from one service to another between two answers, so a quiet round is asked for twice. */
async function idleOf(controlUrls: ControlOptions['controlUrls']): Promise<IdleReport> {
  const first = await pendingOf(controlUrls);
  const states = combinePending(Object.values(first)).pending > 0 ? first : await pendingOf(controlUrls);
  const work = combinePending(Object.values(states));
  return { idle: work.pending === 0, ...work, services: states };
}

async function pendingOf(controlUrls: ControlOptions['controlUrls']): Promise<Record<string, PendingWork>> {
  const entries = await Promise.all(Object.entries(controlUrls).map(async ([name, controlUrl]) => {
    const response = await fetch(`${controlUrl}/idle`, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) throw new Error(`${name} answered ${response.status} when asked whether it is idle.`);
    const { pending, nextDueAt } = await response.json() as PendingWork;
    return [name, { pending, nextDueAt }] as const;
  }));
  return Object.fromEntries(entries);
}
