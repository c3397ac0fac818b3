import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { controlPrefix, createEmulator, SeededRandom, type Emulator, type SandboxClock } from '../kit/index.js';
import { CrmBook, type CrmPool, type CrmUser } from './book.js';
import { installCrmControls } from './controls.js';
import type { Crm, CrmDefinition, CrmRules } from './definition.js';
import { installOAuth } from './oauth/oauth-routes.js';
import { OAuthServer, type Grant } from './oauth/oauth-server.js';
import { RateWindow, type Room } from './rate.js';
import { CrmRefusal, type Refusals, type TokenFault } from './refusal.js';
import { plantSeed, seedPools, seedUsers } from './seed.js';
import type { Fields } from './table.js';

export interface CrmOptions {
  readonly clock: SandboxClock;
  readonly port?: number;
  /** Where browsers may go back to; a `*` at the end stands for anything. */
  readonly redirectUris: readonly string[];
}

export interface CrmDescription {
  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly oauth: { readonly clientId: string; readonly clientSecret: string; readonly redirectUris: string[] };
  readonly users: readonly CrmUser[];
  readonly pools: readonly CrmPool[];
  readonly jobs: readonly { readonly id: string; readonly title: string; readonly reference: string; readonly isOpen: boolean }[];
  readonly [more: string]: unknown;
}

export interface CrmEmulator {
  readonly emulator: Emulator;
  readonly crm: Crm;
  readonly baseUrl: string;
  readonly controlUrl: string;
  describe(): CrmDescription;
  close(): Promise<void>;
}

/** Starts one CRM with one customer, a registered app and the common seed. */
export async function startCrm(definition: CrmDefinition, options: CrmOptions): Promise<CrmEmulator> {
  const emulator = await createEmulator({ name: definition.name, clock: options.clock, port: options.port });
  const crm = assemble(definition, options, emulator);
  const { app } = emulator;
  app.decorateRequest('grant', null);
  app.setErrorHandler((error: FastifyError | CrmRefusal, _request, reply) => sendRefusal(definition.refusals, error, reply));
  app.setNotFoundHandler((request, reply) => sendRefusal(definition.refusals, definition.refusals.notFound(`${request.method} ${request.url}`), reply));
  if (definition.hasOwnSignIn !== true) installOAuth(app, { title: definition.title, oauth: crm.oauth, users: crm.book.users });
  definition.install(crm);
  installCrmControls(crm);
  emulator.describeState(() => ({ people: crm.book.people.all().length, links: crm.book.links.all().length }));
  await emulator.listen();
  const { baseUrl } = emulator;
  const controlUrl = `${baseUrl}${controlPrefix}`;
  return { emulator, crm, baseUrl, controlUrl, describe: () => describe(crm, controlUrl), close: () => emulator.close() };
}

function assemble(definition: CrmDefinition, options: CrmOptions, emulator: Emulator): Crm {
  const { name } = definition;
  const { clock } = options;
  const random = new SeededRandom(`${name}:${clock.now()}`);
  const rules: CrmRules = { searchLagMs: 0, requiredField: null, ...definition.rules };
  const numbered = (n: number): string => String(n);
  const book = new CrmBook(clock, (kind, n) => definition.idOf(kind, n), () => rules.searchLagMs,
    seedUsers(definition.userId ?? numbered), seedPools(definition.poolId ?? numbered));
  plantSeed(book, definition.vocabulary);
  const baseUrl = (): string => emulator.baseUrl;
  const app = { clientId: `sandbox-${name}`, clientSecret: `sandbox-${name}-secret`, redirectUris: [...options.redirectUris] };
  const oauth = new OAuthServer(app, definition.oauth(baseUrl), clock, random);
  return { app: emulator.app, clock, random, definition, rules, book, oauth, limiter: new RateWindow(() => rules.rate), baseUrl };
}

function describe(crm: Crm, controlUrl: string): CrmDescription {
  const { definition, book, oauth } = crm;
  const { clientId, clientSecret, redirectUris } = oauth.app;
  return {
    baseUrl: crm.baseUrl(), controlUrl, oauth: { clientId, clientSecret, redirectUris }, users: book.users, pools: book.pools,
    jobs: book.jobs.all().map(({ id, fields }) => ({ id, ...definition.vocabulary.jobView(fields) })), ...definition.describe,
  };
}

function sendRefusal(refusals: Refusals, error: FastifyError | CrmRefusal, reply: FastifyReply): FastifyReply {
  if (error instanceof CrmRefusal) return reply.code(error.status).headers(error.headers).send(error.body);
  const status = error.statusCode ?? 500;
  return reply.code(status).send(refusals.invalid(error.message).body);
}

/** Whose call it is. */
export function grantOf(request: FastifyRequest): Grant {
  return request.getDecorator<Grant>('grant');
}

export interface GuardOptions {
  /** The token of a call, where this vendor puts it. */
  tokenOf(request: FastifyRequest): string | undefined;
  /** Looks the token up; the OAuth server's access tokens unless told. */
  check?(token: string | undefined): Grant | TokenFault;
  /** Headers of every answer, e.g. what is left of the limit. */
  headers?(room: Room): Readonly<Record<string, string>>;
}

/** Lets only calls with a good token and within the limit pass. */
export function guard(api: FastifyInstance, crm: Crm, options: GuardOptions): void {
  const { refusals } = crm.definition;
  api.addHook('onRequest', async (request, reply) => {
    const token = options.tokenOf(request);
    const grant = options.check ? options.check(token) : crm.oauth.check(token);
    if (typeof grant === 'string') throw refusals.unauthorized(grant);
    request.setDecorator('grant', grant);
    request.credentialLabel = crm.definition.name;
    const room = crm.limiter.take(grant.id);
    reply.headers(options.headers?.(room) ?? {});
    if (!room.isAllowed) throw refusals.throttled(room);
  });
}

/** `Authorization: <scheme> <token>` */
export function headerToken(scheme: string): (request: FastifyRequest) => string | undefined {
  const pattern = new RegExp(`^${scheme} (\\S+)$`, 'i');
  return (request) => pattern.exec(request.headers.authorization ?? '')?.[1];
}

/** Refuses a new person without the field that this customer demands, and a file above the limit. */
export function assertDemands({ rules, definition }: Crm, fields: Fields): void {
  const { requiredField } = rules;
  if (requiredField !== null && (fields[requiredField] ?? '') === '') throw definition.refusals.missingField(requiredField);
}

export function assertSize({ rules, definition }: Crm, content: Buffer): void {
  if (content.length > rules.maxFileBytes) throw definition.refusals.fileTooLarge(rules.maxFileBytes);
}
