import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Body, readBody } from '../http/body.js';
import type { LeverRoute } from '../http/call.js';
import { candidateAlias } from '../http/permission-names.js';
import { Query } from '../http/query.js';
import type { RateLimiter } from '../http/rate-limit.js';
import { seedAccount } from '../seed.js';
import type { LeverStore } from '../store.js';
import type { WebhookDispatcher } from '../webhooks/dispatcher.js';
import { candidateControls } from './candidates.js';
import type { ControlRoute } from './control-call.js';
import { ControlError } from './control-error.js';
import { jobControls } from './jobs.js';
import { offerControls } from './offers.js';
import { referralControls } from './referrals.js';
import { settingControls } from './settings.js';

export interface LeverControls {
  readonly store: LeverStore;
  readonly dispatcher: WebhookDispatcher;
  readonly limiter: RateLimiter;
  readonly routes: readonly LeverRoute[];
}

const accountControls: readonly ControlRoute[] = [
  ...candidateControls, ...referralControls, ...offerControls, ...jobControls, ...settingControls,
];
const root = '/__control/lever';

/** What recruiters, super admins and tests do besides the API. */
export function registerControls(app: FastifyInstance, controls: LeverControls): void {
  for (const route of accountControls) {
    app.route({
      method: route.method,
      url: `${root}/accounts/:account${route.path}`,
      handler: async (request) => {
        const params = request.params as Record<string, string>;
        return route.handle({
          store: controls.store, dispatcher: controls.dispatcher, account: controls.store.account(params.account ?? ''), params,
          query: queryOf(request), body: await bodyOf(request),
        });
      },
    });
  }
  registerAccounts(app, controls);
  registerApps(app, controls.store);
  registerWebhookControls(app, controls.dispatcher);
  app.get('/__control/rate', async () => ({ credentials: controls.limiter.report() }));
  app.delete('/__control/rate', async () => {
    controls.limiter.reset();
    return { cleared: true };
  });
  app.get(`${root}/permissions`, async () => ({ permissions: permissionsOf(controls.routes) }));
}

async function bodyOf(request: FastifyRequest): Promise<Body> {
  return readBody(request);
}

function queryOf(request: FastifyRequest): Query {
  return new Query((request.query ?? {}) as Record<string, unknown>);
}

/** Every endpoint permission with the calls it allows. */
function permissionsOf(routes: readonly LeverRoute[]): Array<{ permission: string; calls: string[] }> {
  const calls = new Map<string, string[]>();
  for (const route of routes) {
    const names = [{ path: route.path, permission: route.permission }, candidateAlias(route)];
    for (const name of names) {
      if (name !== undefined) calls.set(name.permission, [...(calls.get(name.permission) ?? []), `${route.method} ${name.path}`]);
    }
  }
  return [...calls].map(([permission, list]) => ({ permission, calls: list }));
}

function registerAccounts(app: FastifyInstance, { store }: LeverControls): void {
  const summary = () => store.accounts().map((account) => ({
    slug: account.slug, id: account.id, name: account.options.name, users: [...account.users.values()],
    postings: account.postings.size, contacts: account.contacts.size, opportunities: account.opportunities.size,
  }));
  app.get(`${root}/accounts`, async () => ({ accounts: summary() }));
  app.post(`${root}/accounts`, async (request, reply) => {
    const body = await bodyOf(request);
    const account = store.addAccount({ slug: body.requiredText('slug'), name: body.text('name') ?? body.requiredText('slug') });
    const size = body.text('size') ?? 'small';
    if (size !== 'small' && size !== 'full' && size !== 'empty') throw new ControlError(400, `Unknown size ${size}.`);
    await seedAccount(account, { size, skip: body.number('skip') ?? 0 });
    const key = store.access.addKey({ name: 'full', accountSlug: account.slug, confidential: true, token: body.text('key') });
    return reply.code(201).send({ slug: account.slug, id: account.id, key: key.token });
  });
}

function registerApps(app: FastifyInstance, store: LeverStore): void {
  app.get(`${root}/apps`, async () => ({ apps: [...store.access.apps.values()] }));
  app.post(`${root}/apps`, async (request, reply) => {
    const body = await bodyOf(request);
    const registered = {
      name: body.requiredText('name'),
        description: body.text('description') ?? 'An app registered in the sandbox for trying things out.',
      redirectUris: body.texts('redirectUris') ?? [], scopes: body.texts('scopes') ?? [],
      clientId: body.text('clientId'), clientSecret: body.text('clientSecret'),
    };
    try {
      return await reply.code(201).send(store.access.addApp(registered));
    } catch (error) {
      if (error instanceof RangeError) throw new ControlError(400, error.message);
      throw error;
    }
  });
  app.put<{ Params: { id: string } }>(`${root}/apps/:id`, async (request) => {
    const known = store.access.apps.get(request.params.id);
    if (known === undefined) throw new ControlError(404, `There is no app ${request.params.id}.`);
    const body = await bodyOf(request);
    known.redirectUris = body.texts('redirectUris') ?? known.redirectUris;
    known.scopes = body.texts('scopes') ?? known.scopes;
    return known;
  });
}

function registerWebhookControls(app: FastifyInstance, dispatcher: WebhookDispatcher): void {
  app.get(`${root}/deliveries`, async () => ({ deliveries: dispatcher.sender.list() }));
  app.post<{ Params: { id: string } }>(`${root}/deliveries/:id/rerun`, async (request) => {
    const delivery = dispatcher.sender.rerun(request.params.id);
    if (delivery === undefined) throw new ControlError(404, `There is no delivery ${request.params.id} to run again.`);
    return delivery;
  });
  app.get(`${root}/webhook_switches`, async () => dispatcher.sender.switches);
  app.put(`${root}/webhook_switches`, async (request) => {
    const body = await bodyOf(request);
    const fresh = body.flag('freshOnRetry');
    if (fresh !== undefined) dispatcher.setFreshOnRetry(fresh);
    const change = { duplicate: body.number('duplicate'), reorder: body.number('reorder'), drop: body.number('drop'),
      paused: body.flag('paused') };
    return dispatcher.sender.setSwitches(Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
  });
}
