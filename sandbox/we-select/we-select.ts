import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { controlPrefix, createEmulator, type Emulator, errorBody, notFound, type SandboxClock, SeededRandom, sendApiError, type SenderSwitches } from '../kit/index.js';
import { installApi } from './api.routes.js';
import { Events } from './events.js';
import { installOAuth } from './oauth.routes.js';
import { installPages } from './page.routes.js';
import { Records, type Candidate } from './records.js';
import { Recruiting } from './recruiting.js';

export interface WeSelectOptions { clock: SandboxClock; port?: number; idSeed?: string }

export interface WeSelectDescription {
  baseUrl: string;
  controlUrl: string;
  apiKey: string;
  services: { id: string; title: string }[];
}

export interface WeSelect {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly records: Records;
  describe(): WeSelectDescription;
  close(): Promise<void>;
}

/** Starts the applicant tracking system described in CONTRACT.md. */
export async function startWeSelect({ clock, port, idSeed }: WeSelectOptions): Promise<WeSelect> {
  const emulator = await createEmulator({ name: 'we-select', clock, port });
  const { app } = emulator;
  const records = new Records();
  const random = new SeededRandom(idSeed ?? randomBytes(16).toString('hex'));
  const events = new Events(clock, records, random);
  const recruiting = new Recruiting(records, events, clock, random);
  plant(records, new Recruiting(records, events, clock, new SeededRandom('we-select')));
  app.setErrorHandler(sendApiError);
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody('not_found', `There is no ${request.method} ${request.url}.`)));
  void app.register(async (api) => { installApi(api, { records, recruiting, random, timestamp: () => new Date(clock.now()).toISOString() }); }, { prefix: '/v1' });
  installOAuth(app, records, random, () => clock.now());
  installPages(app, records, recruiting);
  installControl(app, records, recruiting, events);
  emulator.addPendingSource(() => events.sender.pendingWork());
  emulator.describeState(() => ({ services: records.services.size, candidates: records.candidates.size }));
  await emulator.listen();
  return {
    emulator, records,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => ({
      baseUrl: emulator.baseUrl, controlUrl: `${emulator.baseUrl}${controlPrefix}`, apiKey: records.apiKey,
      services: [...records.services.values()].map(({ id, title }) => ({ id, title })),
    }),
    async close() {
      events.sender.close();
      await emulator.close();
    },
  };
}

/** The same key and services on every start. */
function plant(records: Records, recruiting: Recruiting): void {
  records.apiKey = `ws_key_${new SeededRandom('we-select-key').hex(40)}`;
  recruiting.createService('Lagermedarbetare', 'Harbour Foods', 'recruiter@example.com');
  recruiting.createService('Ekonomiassistent', null, 'recruiter@example.com');
}

type Who = Pick<Candidate, 'firstName' | 'lastName' | 'email' | 'phone' | 'language'>;

/** What happens in We Select without the integration, for tests and the demo. */
function installControl(app: FastifyInstance, records: Records, recruiting: Recruiting, events: Events): void {
  app.post<{ Body: { title: string; owner?: string } }>(`${controlPrefix}/services`, async (request, reply) =>
    reply.code(201).send(recruiting.createService(request.body.title, null, request.body.owner ?? 'recruiter@example.com')));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/services/:id/close`, async (request) => {
    const service = records.service(request.params.id);
    recruiting.close(service);
    return service;
  });
  app.post<{ Params: { id: string }; Body: Partial<Who> }>(`${controlPrefix}/services/:id/candidates`, async (request, reply) => {
    const who: Who = { firstName: 'Kim', lastName: 'Exempel', email: null, phone: null, language: 'sv', ...request.body };
    return reply.code(201).send(recruiting.addCandidate(records.service(request.params.id), who));
  });
  app.post<{ Params: { id: string }; Body: { status: Candidate['status'] } }>(`${controlPrefix}/candidates/:id/status`, async (request) => {
    const candidate = records.candidates.get(request.params.id);
    if (!candidate) throw notFound('candidate');
    recruiting.setStatus(candidate, request.body.status);
    return candidate;
  });
  app.get(`${controlPrefix}/deliveries`, async () => ({ data: events.sender.list() }));
  app.post<{ Params: { id: string } }>(`${controlPrefix}/deliveries/:id/rerun`, async (request) => {
    const delivery = events.sender.rerun(request.params.id);
    if (!delivery) throw notFound('delivery at rest');
    return delivery;
  });
  app.post<{ Body: Partial<SenderSwitches> }>(`${controlPrefix}/webhook-switches`, async (request) => events.sender.setSwitches(request.body));
}
