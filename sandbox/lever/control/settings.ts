import { webhookEvents } from '../model/access.js';
import { addUser, setUserActive, userView } from '../resources/users.js';
import { addWebhook, webhookWire } from '../resources/webhooks.js';
import { actorIn, type ControlCall, type ControlRoute } from './control-call.js';
import { ControlError } from './control-error.js';
import type { ApiKey, Grant, Webhook } from '../model/access.js';
import type { User } from '../model/people.js';

function permissionsIn(call: ControlCall): 'all' | string[] | undefined {
  return call.body.fields.permissions === 'all' ? 'all' : call.body.texts('permissions');
}

function keyIn(call: ControlCall): ApiKey {
  const id = call.params.id ?? '';
  const key = [...call.store.access.keys.values()].find((candidate) => candidate.id === id || candidate.name === id
    || candidate.token === id);
  if (key === undefined || key.accountSlug !== call.account.slug) throw new ControlError(404, `There is no key ${id}.`);
  return key;
}

function auditKey(call: ControlCall, type: 'key:added' | 'key:removed', key: ApiKey): void {
  call.account.audit(type, actorIn(call), { id: key.id, type: 'key', label: key.name },
    { key: { id: key.id, name: key.name, partner: false, tokenLastFour: key.token.slice(-4), service: 'data-api' } });
}

function handleAddKey(call: ControlCall): unknown {
  const key = call.store.access.addKey({
    name: call.body.requiredText('name'), accountSlug: call.account.slug, permissions: permissionsIn(call),
    confidential: call.body.flag('confidential'), token: call.body.text('token'),
  });
  auditKey(call, 'key:added', key);
  return key;
}

function handleChangeKey(call: ControlCall): unknown {
  const key = keyIn(call);
  key.permissions = permissionsIn(call) ?? key.permissions;
  key.confidential = call.body.flag('confidential') ?? key.confidential;
  return key;
}

function handleRevokeKey(call: ControlCall): unknown {
  const key = keyIn(call);
  call.store.access.revokeKey(key);
  auditKey(call, 'key:removed', key);
  return key;
}

function grantsOf(call: ControlCall): Grant[] {
  return [...call.store.access.grants.values()].filter((grant) => grant.accountSlug === call.account.slug);
}

function handleRevokeGrant(call: ControlCall): unknown {
  const grant = grantsOf(call).find(({ id }) => id === call.params.id);
  if (grant === undefined) throw new ControlError(404, `There is no grant ${call.params.id}.`);
  call.store.access.revokeGrant(grant);
  return grant;
}

function userIn(call: ControlCall): User {
  const user = call.account.users.get(call.params.id ?? '');
  if (user === undefined) throw new ControlError(404, `There is no user ${call.params.id}.`);
  return user;
}

function handleChangeUser(call: ControlCall): unknown {
  const user = userIn(call);
  user.accessRole = call.body.text('accessRole') ?? user.accessRole;
  user.name = call.body.text('name') ?? user.name;
  const isActive = call.body.flag('active');
  if (isActive !== undefined) setUserActive(call.account, user, isActive);
  return userView.wire(call.account, user);
}

/** A webhook made in the settings page; its token may be given, and may be null for unsigned deliveries. */
function handleAddWebhook(call: ControlCall): unknown {
  const webhook = addWebhook(call.account, call.body, 'ui');
  if (call.body.has('signatureToken')) webhook.signatureToken = call.body.text('signatureToken') ?? null;
  return webhookWire(webhook, true);
}

function webhookIn(call: ControlCall): Webhook {
  const webhook = call.account.webhooks.get(call.params.id ?? '');
  if (webhook === undefined) throw new ControlError(404, `There is no webhook ${call.params.id}.`);
  return webhook;
}

function handleRegenerate(call: ControlCall): unknown {
  const webhook = webhookIn(call);
  webhook.signatureToken = call.account.random.hex(48);
  return webhookWire(webhook, true);
}

/** Switches event groups on or off as a Super Admin does: `{ candidateStageChange: false }`. */
function handleGroups(call: ControlCall): unknown {
  for (const event of webhookEvents) {
    const isOn = call.body.flag(event);
    if (isOn === true) call.account.mutedEvents.delete(event);
    if (isOn === false) call.account.mutedEvents.add(event);
  }
  return Object.fromEntries(webhookEvents.map((event) => [event, !call.account.mutedEvents.has(event)]));
}

function handleSettings(call: ControlCall): unknown {
  call.account.requisitionApiEnabled = call.body.flag('requisitionApiEnabled') ?? call.account.requisitionApiEnabled;
  return { requisitionApiEnabled: call.account.requisitionApiEnabled };
}

export const settingControls: readonly ControlRoute[] = [
  { method: 'GET', path: '/keys', handle: (call) => [...call.store.access.keys.values()].filter((key) =>
    key.accountSlug === call.account.slug) },
  { method: 'POST', path: '/keys', handle: handleAddKey },
  { method: 'PUT', path: '/keys/:id', handle: handleChangeKey },
  { method: 'DELETE', path: '/keys/:id', handle: handleRevokeKey },
  { method: 'GET', path: '/grants', handle: grantsOf },
  { method: 'DELETE', path: '/grants/:id', handle: handleRevokeGrant },
  { method: 'POST', path: '/users', handle: (call) => userView.wire(call.account, addUser(call.account, call.body)) },
  { method: 'PUT', path: '/users/:id', handle: handleChangeUser },
  { method: 'GET', path: '/webhooks', handle: (call) => [...call.account.webhooks.values()].map((webhook) =>
    webhookWire(webhook, true)) },
  { method: 'POST', path: '/webhooks', handle: handleAddWebhook },
  { method: 'DELETE', path: '/webhooks/:id', handle: (call) => ({ deleted: call.account.webhooks.delete(webhookIn(call).id) }) },
  { method: 'POST', path: '/webhooks/:id/verify', handle: (call) => call.dispatcher.verify(call.account, webhookIn(call)) },
  { method: 'POST', path: '/webhooks/:id/regenerate', handle: handleRegenerate },
  { method: 'PUT', path: '/webhook_groups', handle: handleGroups },
  { method: 'PUT', path: '/settings', handle: handleSettings },
];
