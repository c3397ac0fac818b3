import { randomBytes } from 'node:crypto';
import { controlPrefix, createEmulator, type Emulator, errorBody, type SandboxClock, SeededRandom, sendApiError } from '../kit/index.js';
import { installApplicantControl } from './applicant-control.routes.js';
import { installApplicantRoutes } from './applicant.routes.js';
import { replayIdempotentPosts, requireOrganisationKey } from './api-scope.js';
import { installBounceRoute } from './bounce.routes.js';
import { installCandidateRoutes } from './candidate.routes.js';
import { installCardRoutes } from './card.routes.js';
import { installDeliveryControl } from './delivery-control.routes.js';
import { EventPublisher } from './event-publisher.js';
import { Funnel } from './funnel.js';
import { installJobRoutes } from './job.routes.js';
import { MailQueue } from './mail-queue.js';
import { installOrganisationControl } from './organisation-control.routes.js';
import { Records, type Organisation } from './records.js';
import { plantSeed, type SeedSize } from './seed.js';
import { installWebhookRoutes } from './webhook.routes.js';

export interface CareerPlaceOptions {
  clock: SandboxClock;
  /** Where invitations and reminders are handed in. */
  smtp: { host: string; port: number };
  /** 0 or absent: any free port. */
  port?: number;
  seed?: SeedSize;
  /** Real milliseconds before the second and later attempts to hand in a mail. */
  mailRetryGapsMs?: readonly number[];
  /** Business milliseconds before the second and later attempts to deliver an event. */
  webhookRetryGapsMs?: readonly number[];
  /** Makes the ids of applicants, events and tokens repeatable; absent: new ones on every start. */
  idSeed?: string;
}

export interface CareerPlaceDescription {
  baseUrl: string;
  apiUrl: string;
  controlUrl: string;
  organisationId: string;
  /** Key of the default organisation; null once revoked. */
  apiKey: string | null;
  cardSignIn: { email: string; password: string };
  jobs: { id: string; title: string; status: string; steps: string[] }[];
  otherOrganisations: { id: string; name: string; apiKey: string | null }[];
}

export interface CareerPlace {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): CareerPlaceDescription;
  close(): Promise<void>;
}

interface Parts {
  clock: SandboxClock;
  records: Records;
  events: EventPublisher;
  mails: MailQueue;
  funnel: Funnel;
  random: SeededRandom;
  baseUrl: () => string;
  timestamp: () => string;
}

/** Starts the qualification funnel service described in CONTRACT.md. */
export async function startCareerPlace(options: CareerPlaceOptions): Promise<CareerPlace> {
  const { clock, seed = 'small' } = options;
  const emulator = await createEmulator({ name: 'career-place', clock, port: options.port });
  const parts = assemble(options, emulator);
  const { records, events, mails } = parts;
  const plant = (): Organisation => plantSeed(records, seed, new SeededRandom('career.place'));
  plant();
  installRoutes(emulator, parts, plant);
  emulator.addPendingSource(() => mails.pendingWork());
  emulator.addPendingSource(() => events.sender.pendingWork());
  emulator.describeState(() => ({ applicants: records.applicants.size, events: events.list().length }));
  await emulator.listen();
  return {
    emulator,
    get baseUrl() {
      return emulator.baseUrl;
    },
    get controlUrl() {
      return `${emulator.baseUrl}${controlPrefix}`;
    },
    describe: () => describe(records, emulator.baseUrl),
    async close() {
      events.sender.close();
      mails.close();
      await emulator.close();
    },
  };
}

function assemble(options: CareerPlaceOptions, emulator: Emulator): Parts {
  const { clock } = options;
  const random = new SeededRandom(options.idSeed ?? randomBytes(16).toString('hex'));
  const records = new Records();
  const baseUrl = (): string => emulator.baseUrl;
  const events = new EventPublisher({ clock, records, random, baseUrl, retryGapsMs: options.webhookRetryGapsMs });
  const mails = new MailQueue(options.smtp, options.mailRetryGapsMs ?? [50, 200, 1000, 3000]);
  const funnel = new Funnel({ clock, records, mails, events, random, baseUrl });
  return { clock, records, events, mails, funnel, random, baseUrl, timestamp: () => new Date(clock.now()).toISOString() };
}

function installRoutes({ app }: Emulator, parts: Parts, plant: () => Organisation): void {
  const { clock, records, events, funnel, random, baseUrl, timestamp } = parts;
  app.setErrorHandler(sendApiError);
  app.setNotFoundHandler((request, reply) => reply.code(404).send(errorBody('not_found', `There is no ${request.method} ${request.url}.`)));
  void app.register(async (api) => {
    requireOrganisationKey(api, records);
    replayIdempotentPosts(api);
    installJobRoutes(api, records, timestamp);
    installApplicantRoutes(api, records, funnel, baseUrl);
    installWebhookRoutes(api, random, timestamp);
  }, { prefix: '/api/v1' });
  installCandidateRoutes(app, { records, funnel, nowMs: () => clock.now() });
  installCardRoutes(app, records, funnel, random);
  installBounceRoute(app, funnel);
  installApplicantControl(app, records, funnel, baseUrl);
  installOrganisationControl(app, records, random);
  installDeliveryControl(app, events);
  app.post(`${controlPrefix}/reset`, async () => {
    records.clear();
    events.clear();
    plant();
    return { reset: true };
  });
}

function describe(records: Records, baseUrl: string): CareerPlaceDescription {
  const [first, ...others] = [...records.organisations.values()];
  if (!first) throw new Error('There is always a first organisation.');
  const keyOf = ({ keys }: Organisation): string | null => [...keys][0] ?? null;
  return {
    baseUrl,
    apiUrl: `${baseUrl}/api/v1`,
    controlUrl: `${baseUrl}${controlPrefix}`,
    organisationId: first.id,
    apiKey: keyOf(first),
    cardSignIn: { ...first.team },
    jobs: records.jobsOf(first.id).map(({ id, title, status, steps }) => ({ id, title, status, steps })),
    otherOrganisations: others.map((one) => ({ id: one.id, name: one.name, apiKey: keyOf(one) })),
  };
}
