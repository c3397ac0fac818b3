import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { controlPrefix, createEmulator, SeededRandom, type Emulator, type SandboxClock } from '../kit/index.js';
import { Candidates } from './candidates.js';
import { installControl } from './control.routes.js';
import { METHODS } from './methods.js';
import { Publisher } from './publisher.js';
import { plantAccount, type Account } from './records.js';
import { Refusal } from './refusal.js';

export interface IdibuOptions { clock: SandboxClock; port?: number; webhookRetryGapsMs?: readonly number[] }

export interface IdibuDescription {
  baseUrl: string;
  controlUrl: string;
  /** Access token of the first account; null once revoked. */
  accessToken: string | null;
  vacancies: { id: string; title: string; reference: string; crmReference: string | null }[];
  statuses: { id: string; label: string }[];
  otherAccounts: { name: string; accessToken: string | null }[];
}

export interface Idibu {
  readonly emulator: Emulator;
  readonly baseUrl: string;
  readonly controlUrl: string;
  readonly accounts: readonly Account[];
  describe(): IdibuDescription;
  close(): Promise<void>;
}

/** Starts the part of idibu's v3 API that is described in CONTRACT.md. */
export async function startIdibu(options: IdibuOptions): Promise<Idibu> {
  const emulator = await createEmulator({ name: 'idibu', clock: options.clock, port: options.port });
  const random = new SeededRandom('idibu');
  const accounts = [plantAccount('Brightpath Recruitment', random), plantAccount('Second Agency', random)];
  const publisher = new Publisher({ clock: options.clock, random, baseUrl: () => emulator.baseUrl, gapsMs: options.webhookRetryGapsMs });
  const candidates = new Candidates(options.clock, (account, candidate, event) => {
    publisher.disableBroken(account);
    publisher.publish(account, candidate, event);
  });
  emulator.app.setErrorHandler(sendError);
  installApi(emulator, accounts, candidates);
  installControl(emulator.app, { accounts, candidates, publisher, baseUrl: () => emulator.baseUrl });
  emulator.addPendingSource(() => publisher.sender.pendingWork());
  emulator.describeState(() => ({ candidates: accounts[0]?.candidates.size ?? 0 }));
  await emulator.listen();
  return {
    emulator, accounts,
    get baseUrl() { return emulator.baseUrl; },
    get controlUrl() { return `${emulator.baseUrl}${controlPrefix}`; },
    describe: () => describe(accounts, emulator.baseUrl),
    async close() {
      publisher.sender.close();
      await emulator.close();
    },
  };
}

function accountOf(request: FastifyRequest, accounts: readonly Account[]): Account {
  const fields = { ...(request.query as Record<string, string>), ...(request.body as Record<string, string> | undefined) };
  const token = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? fields.access_token;
  const found = token === undefined ? undefined : accounts.find((one) => one.token === token);
  if (!found) throw new Refusal('invalid_token', 'The access token is missing, unknown or revoked.', 401);
  request.credentialLabel = found.name;
  return found;
}

function installApi(emulator: Emulator, accounts: readonly Account[], candidates: Candidates): void {
  emulator.app.route({
    method: ['GET', 'POST', 'PUT', 'DELETE'], url: '/c/oauth/v1',
    handler: async (request) => {
      const fields = { ...(request.query as Record<string, string>), ...(request.body as Record<string, string> | undefined) };
      const account = accountOf(request, accounts);
      const method = METHODS[fields.method ?? ''];
      if (!method) throw new Refusal('unknown_method', `There is no method ${fields.method ?? ''}.`, 422);
      return { status: 'success', data: method({ account, fields, candidates, baseUrl: emulator.baseUrl }) };
    },
  });
  installFiles(emulator.app, accounts);
}

function installFiles(app: FastifyInstance, accounts: readonly Account[]): void {
  app.get<{ Params: { id: string } }>('/c/files/:id', async (request, reply) => {
    const account = accountOf(request, accounts);
    const file = [...account.candidates.values()].flatMap((one) => one.files).find((one) => one.id === request.params.id);
    if (!file) throw new Refusal('not_found', 'There is no such file.', 404);
    return reply.type(file.contentType).send(file.content);
  });
}

function sendError(error: FastifyError | Refusal, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const code = error instanceof Refusal ? error.code : 'internal';
  const status = error instanceof Refusal ? error.status : error.statusCode ?? 500;
  return reply.code(status).send({ status: 'failed', error: { code, message: error.message } });
}

function describe(accounts: readonly Account[], baseUrl: string): IdibuDescription {
  const [first, ...others] = accounts;
  if (!first) throw new Error('There is always a first account.');
  return {
    baseUrl, controlUrl: `${baseUrl}${controlPrefix}`, accessToken: first.token,
    vacancies: [...first.vacancies.values()].map(({ id, title, reference, crmReference }) => ({ id, title, reference, crmReference })),
    statuses: [...first.statuses.values()].map(({ id, label }) => ({ id, label })),
    otherAccounts: others.map(({ name, token }) => ({ name, accessToken: token })),
  };
}
