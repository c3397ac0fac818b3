import Fastify, { type FastifyInstance } from 'fastify';
import { installBodyParsers } from './body-parsers.js';
import type { SandboxClock } from './clock.js';
import { isControlPath } from './control-path.js';
import { installControlRoutes } from './control-routes.js';
import { FaultRegistry } from './faults.js';
import { installFaultHooks } from './fault-hooks.js';
import { hostName, listenAddress } from './host.js';
import type { PendingWork } from './pending-work.js';
import { RequestLog } from './request-log.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who called, once an emulator has recognised the credential. */
    credentialLabel: string | null;
  }
}

export interface EmulatorOptions {
  readonly name: string;
  readonly clock: SandboxClock;
  /** 0 or absent: any free port. */
  readonly port?: number;
}

/** One emulated service: a Fastify server with faults, a request log and control routes wired in. */
export interface Emulator {
  readonly name: string;
  readonly clock: SandboxClock;
  /** Add routes before `listen()`. */
  readonly app: FastifyInstance;
  readonly faults: FaultRegistry;
  readonly requests: RequestLog;
  /** `http://<host>:<port>`; throws before `listen()`. */
  readonly baseUrl: string;
  /** Adds what `GET /__control/state` shows. */
  describeState(describe: () => object | Promise<object>): void;
  /** Adds work that `GET /__control/idle` waits for. */
  addPendingSource(source: () => PendingWork): void;
  listen(): Promise<string>;
  close(): Promise<void>;
}

class FastifyEmulator implements Emulator {
  readonly faults = new FaultRegistry();
  readonly requests = new RequestLog();
  readonly pendingSources: Array<() => PendingWork> = [];
  private readonly descriptions: Array<() => object | Promise<object>> = [];
  private address: string | null = null;

  constructor(readonly app: FastifyInstance, private readonly options: EmulatorOptions) {}

  get name(): string {
    return this.options.name;
  }

  get clock(): SandboxClock {
    return this.options.clock;
  }

  get baseUrl(): string {
    if (this.address === null) throw new Error(`The ${this.name} emulator is not listening yet.`);
    return this.address;
  }

  describeState(describe: () => object | Promise<object>): void {
    this.descriptions.push(describe);
  }

  addPendingSource(source: () => PendingWork): void {
    this.pendingSources.push(source);
  }

  async describe(): Promise<object> {
    const parts = await Promise.all(this.descriptions.map(async (describe) => describe()));
    return Object.assign({}, ...parts) as object;
  }

  async listen(): Promise<string> {
    const url = new URL(await this.app.listen({ host: listenAddress(), port: this.options.port ?? 0 }));
    url.hostname = hostName();
    this.address = url.origin;
    return this.address;
  }

  async close(): Promise<void> {
    await this.app.close();
  }
}

export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  const app = Fastify({
    logger: false,
    bodyLimit: 40 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000, ignoreTrailingSlash: true },
  });
  const emulator = new FastifyEmulator(app, options);
  app.decorateRequest('credentialLabel', null);
  await installBodyParsers(app);
  installRequestLog(app, emulator);
  installFaultHooks(app, emulator.faults, emulator.requests);
  installControlRoutes(app, {
    name: options.name,
    clock: options.clock,
    faults: emulator.faults,
    requests: emulator.requests,
    pendingSources: emulator.pendingSources,
    describe: () => emulator.describe(),
  });
  return emulator;
}

function installRequestLog(app: FastifyInstance, emulator: FastifyEmulator): void {
  app.addHook('onRequest', async (request) => {
    if (isControlPath(request.url)) return;
    emulator.requests.begin({
      id: request.id,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? request.url,
      route: request.routeOptions.url ?? null,
      query: (request.query ?? {}) as Record<string, unknown>,
      at: emulator.clock.now(),
    });
  });
  app.addHook('onResponse', async (request, reply) => {
    if (isControlPath(request.url)) return;
    emulator.requests.count(request.method, request.routeOptions.url ?? null, request.credentialLabel);
    emulator.requests.finish(request.id, reply.statusCode, request.credentialLabel);
  });
}
