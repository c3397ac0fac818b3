import { randomBytes } from 'node:crypto';
import { controlPrefix, createEmulator, SeededRandom, type Emulator, type SandboxClock } from '../kit/index.js';
import { installAnalysisRoutes } from './analysis.routes.js';
import { errorBody, sendApiError } from './api-error.js';
import { requireKey } from './api-scope.js';
import { installCandidateRoutes } from './candidate.routes.js';
import { installControl } from './control.routes.js';
import { Publisher } from './publisher.js';
import { Records } from './records.js';
import { installWebhookRoutes } from './webhook.routes.js';

export interface PoppOptions {
  clock: SandboxClock;
  /** 0 or absent: any free port. */
  port?: number;
}

export interface PoppDescription {
  baseUrl: string;
  controlUrl: string;
  organizationId: string;
  apiKey: string;
  /** Both in one, as the hub takes it. */
  credential: string;
  /** A key without administrator rights. */
  memberCredential: string;
}

export interface Popp {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): PoppDescription;
  close(): Promise<void>;
}

const MAX_BODY = 12 * 1024 * 1024;

/** The same organisations and keys on every start, so that a stored connection outlives a restart. */
function plantSeed(records: Records, random: SeededRandom): void {
  for (const name of ['Northwind Talent', 'Harbour People']) {
    const id = `org_${random.hex(12)}`;
    const keys = new Map([[`popp_key_${random.hex(40)}`, 'admin'], [`popp_key_${random.hex(40)}`, 'member']] as const);
    records.organizations.set(id, { id, name, keys, webhooks: new Map() });
  }
}

/** Starts the analysis service described in CONTRACT.md. */
export async function startPopp({ clock, port }: PoppOptions): Promise<Popp> {
  const emulator = await createEmulator({ name: 'popp', clock, port });
  const records = new Records();
  const random = new SeededRandom(randomBytes(16).toString('hex'));
  const publisher = new Publisher({ clock, records, random });
  const plant = (): void => plantSeed(records, new SeededRandom('popp'));
  plant();
  install(emulator, { records, random, publisher, plant, timestamp: () => new Date(clock.now()).toISOString() });
  emulator.addPendingSource(() => publisher.sender.pendingWork());
  emulator.describeState(() => ({ analyses: records.analyses.size, candidates: records.candidates.size, events: publisher.list().length }));
  await emulator.listen();
  return {
    emulator,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => describe(records, emulator.baseUrl),
    async close() {
      publisher.sender.close();
      await emulator.close();
    },
  };
}

interface Parts { records: Records; random: SeededRandom; publisher: Publisher; plant: () => void; timestamp: () => string }

function install({ app }: Emulator, parts: Parts): void {
  app.setErrorHandler(sendApiError);
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody('NOT_FOUND', `There is no ${request.method} ${request.url}.`)));
  app.addHook('onRoute', (route) => { if (route.url === '/v1/analysis/candidates') route.bodyLimit = MAX_BODY; });
  void app.register(async (api) => {
    requireKey(api, parts.records);
    installCandidateRoutes(api, parts);
    installAnalysisRoutes(api, parts);
    installWebhookRoutes(api, parts.random, parts.timestamp);
  }, { prefix: '/v1' });
  installControl(app, parts);
}

function describe(records: Records, baseUrl: string): PoppDescription {
  const [first] = records.organizations.values();
  const keyOf = (role: string): string => [...first?.keys ?? []].find(([, owner]) => owner === role)?.[0] ?? '';
  const organizationId = first?.id ?? '';
  return {
    baseUrl, controlUrl: `${baseUrl}${controlPrefix}`, organizationId, apiKey: keyOf('admin'), credential: `${organizationId}:${keyOf('admin')}`,
    memberCredential: `${organizationId}:${keyOf('member')}`,
  };
}
