import type { LeverAccount } from '../account.js';
import type { Body } from '../http/body.js';
import { type Answer, type Call, data, found, json, type LeverRoute, noContent } from '../http/call.js';
import { badRequest } from '../http/errors.js';
import type { Wire } from '../http/view.js';
import { conditionableEvents, type Webhook, type WebhookEvent, webhookEvents } from '../model/access.js';
import { origins } from '../model/opportunity.js';

export function webhookWire(webhook: Webhook, withToken = false): Wire {
  return {
    id: webhook.id, event: webhook.event, url: webhook.url,
    configuration: {
      ...(webhook.origins === null ? {} : { conditions: { origins: [...webhook.origins] } }),
      ...(withToken ? { signatureToken: webhook.signatureToken } : {}),
    },
    createdAt: webhook.createdAt, updatedAt: webhook.updatedAt,
  };
}

function eventIn(body: Body): WebhookEvent | undefined {
  const text = body.text('event');
  if (text === undefined) return undefined;
  const event = webhookEvents.find((candidate) => candidate === text);
  if (event === undefined) throw badRequest(`Invalid event: ${text} at /event`);
  return event;
}

function urlIn(body: Body): string | undefined {
  const url = body.text('url');
  if (url !== undefined && !/^https?:\/\/./.test(url)) throw badRequest('Invalid url at /url');
  return url;
}

function originsIn(body: Body, event: WebhookEvent): string[] | null | undefined {
  const given = body.object('configuration')?.object('conditions')?.texts('origins');
  if (given === undefined) return undefined;
  if (!conditionableEvents.includes(event)) throw badRequest(`${event} cannot have conditions at /configuration`);
  const unknown = given.find((origin) => !origins.some((known) => known === origin));
  if (unknown !== undefined) throw badRequest(`Invalid origin: ${unknown} at /configuration/conditions/origins`);
  return given;
}

export function addWebhook(account: LeverAccount, body: Body, madeBy: Webhook['madeBy']): Webhook {
  const event = eventIn(body);
  if (event === undefined) throw badRequest('Missing required property: event');
  const url = urlIn(body);
  if (url === undefined) throw badRequest('Missing required property: url');
  const now = account.now();
  const byDefault = conditionableEvents.includes(event) ? [...origins] : null;
  const webhook: Webhook = {
    id: account.uuid(), event, url, origins: originsIn(body, event) ?? byDefault, signatureToken: account.random.hex(48),
    madeBy, createdAt: now, updatedAt: now,
  };
  account.webhooks.set(webhook.id, webhook);
  return webhook;
}

function apiWebhook(account: LeverAccount, id: string): Webhook {
  const webhook = found(account.webhooks.get(id), 'webhooks', id);
  if (webhook.madeBy !== 'api') throw badRequest('Only webhooks created via the API can be changed.');
  return webhook;
}

function handleUpdate(call: Call, verify: VerifyWebhook): Answer {
  const updates = call.body.objects('data');
  if (updates === undefined) throw badRequest('Missing required property: data');
  const changed = updates.map((update) => {
    const webhook = apiWebhook(call.account, update.requiredText('id'));
    webhook.event = eventIn(update) ?? webhook.event;
    webhook.url = urlIn(update) ?? webhook.url;
    const byDefault = conditionableEvents.includes(webhook.event) ? webhook.origins ?? [...origins] : null;
    webhook.origins = originsIn(update, webhook.event) ?? byDefault;
    webhook.updatedAt = call.account.now();
    if (wantsVerification(update)) verify(call.account, webhook);
    return webhookWire(webhook);
  });
  return data(changed);
}

function wantsVerification(body: Body): boolean {
  return body.object('configuration')?.flag('verifyConnection') ?? false;
}

export type VerifyWebhook = (account: LeverAccount, webhook: Webhook) => void;

/** `verify` sends the test call that `configuration.verifyConnection` asks for. */
export function webhookRoutes(verify: VerifyWebhook): readonly LeverRoute[] {
  return [
    // Recorded without `hasNext`, and without the signature tokens.
    { method: 'GET', path: '/webhooks', permission: 'Find all webhooks', scopes: ['webhooks:read'],
      handle: (call) => json({ data: [...call.account.webhooks.values()].map((webhook) => webhookWire(webhook)) }) },
    { method: 'POST', path: '/webhooks', permission: 'Create a webhook', scopes: ['webhooks:write'], status: 201,
      handle: (call) => {
        const webhook = addWebhook(call.account, call.body, 'api');
        if (wantsVerification(call.body)) verify(call.account, webhook);
        return data(webhookWire(webhook, true));
      } },
    { method: 'PUT', path: '/webhooks', permission: 'Update a webhook', scopes: ['webhooks:write'],
      handle: (call) => handleUpdate(call, verify) },
    { method: 'DELETE', path: '/webhooks/:w', permission: 'Delete a webhook', scopes: ['webhooks:write'],
      handle: (call) => {
        call.account.webhooks.delete(apiWebhook(call.account, call.params.w ?? '').id);
        return noContent;
      } },
  ];
}
