import { randomBytes } from 'node:crypto';
import { controlPrefix, createEmulator, type Emulator, errorBody, type SandboxClock, SeededRandom, sendApiError } from '../kit/index.js';
import { installCandidateAdmission, installProjectRoutes, requireOrganisationKey } from './api.routes.js';
import { installCandidateApi } from './candidate-api.routes.js';
import { installControl } from './control.routes.js';
import { EventPublisher } from './events.js';
import { installPages } from './page.routes.js';
import { Records } from './records.js';
import { ReferenceTaking } from './reference-taking.js';
import { plantSeed } from './seed.js';

export interface RefappOptions {
  clock: SandboxClock;
  /** 0 or absent: any free port. */
  port?: number;
  /** Makes ids and tokens repeatable; absent: new ones on every start. */
  idSeed?: string;
}

export interface RefappDescription {
  baseUrl: string;
  apiUrl: string;
  controlUrl: string;
  organisationId: string;
  /** Key of the default organisation. */
  apiKey: string;
  questionnaires: { id: string; name: string; language: string; isDemographic: boolean }[];
  otherOrganisations: { id: string; apiKey: string }[];
}

export interface Refapp {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): RefappDescription;
  close(): Promise<void>;
}

/** Starts the reference taking service described in CONTRACT.md. It sends no mail and no SMS: the client does. */
export async function startRefapp({ clock, port, idSeed }: RefappOptions): Promise<Refapp> {
  const emulator = await createEmulator({ name: 'refapp', clock, port });
  const { app } = emulator;
  const records = new Records();
  const random = new SeededRandom(idSeed ?? randomBytes(16).toString('hex'));
  const events = new EventPublisher(clock, records, random);
  const taking = new ReferenceTaking(records, events, clock, random);
  const plant = (): void => { plantSeed(records, new SeededRandom('refapp')); };
  const baseUrl = (): string => emulator.baseUrl;
  const now = (): number => clock.now();
  plant();
  app.setErrorHandler(sendApiError);
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody('not_found', `There is no ${request.method} ${request.url}.`)));
  void app.register(async (api) => {
    requireOrganisationKey(api, records);
    const parts = { records, taking, events, random, baseUrl, now };
    installProjectRoutes(api, parts);
    installCandidateAdmission(api, parts);
    installCandidateApi(api, parts);
  }, { prefix: '/v1' });
  installPages(app, { records, taking, baseUrl, now });
  installControl(app, { records, events, random, baseUrl, plant });
  emulator.addPendingSource(() => events.sender.pendingWork());
  emulator.describeState(() => ({ projects: records.projects.size, candidates: records.candidates.size, events: events.list().length }));
  await emulator.listen();
  return {
    emulator,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => describe(records, emulator.baseUrl),
    async close() {
      events.sender.close();
      await emulator.close();
    },
  };
}

function describe(records: Records, baseUrl: string): RefappDescription {
  const [first, ...others] = [...records.organisations.values()].map(({ id, keys }) => ({ id, apiKey: [...keys][0] ?? '' }));
  if (!first) throw new Error('There is always a first organisation.');
  return {
    baseUrl, apiUrl: `${baseUrl}/v1`, controlUrl: `${baseUrl}${controlPrefix}`, organisationId: first.id, apiKey: first.apiKey, otherOrganisations: others,
    questionnaires: [...records.questionnaires.values()].filter(({ organisationId }) => organisationId === first.id)
      .map(({ id, name, language, isDemographic }) => ({ id, name, language, isDemographic })),
  };
}
