import { MessagingSettings } from '../../src/messaging/messaging-settings.js';
import { Messages } from '../../src/messaging/messages.js';
import type { PersonMessage } from '../../src/sdk/messages.js';
import { startHubOverSandbox, until, type HubOverSandbox } from './hub-over-sandbox.js';

export type SmsProvider = 'twilio' | '46elks' | null;

export interface HubWithMessages {
  readonly world: HubOverSandbox;
  readonly tenantId: string;
  /** Number of the SMS provider. */
  readonly number: string;
  /** As a plugin would, in its commit. */
  send(message: Partial<PersonMessage> & { key: string; to: string }): Promise<boolean>;
  stateOf(key: string): Promise<string | null>;
  reaches(key: string, state: string): Promise<void>;
  /** Outcomes told to the plugin, oldest first. */
  told(key: string): Promise<string[]>;
  advance(ms: number): Promise<void>;
}

/** A zone where it is noon now: the hub sends no SMS at night. */
function noonZone(): string {
  const ahead = 12 - new Date().getUTCHours();
  return ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
}

/** A hub with an SMS provider and a mail server of the sandbox, and an organisation whose Refapp writes messages. */
export async function startHubWithMessages(provider: SmsProvider): Promise<HubWithMessages> {
  const world = await startHubOverSandbox({ env: { SMTP_BOUNCE_ADDRESS: 'bounces@hub.example' }, ...(provider && { sms: provider }) });
  const { doors } = world.hub.app.get(MessagingSettings, { strict: false });
  const { twilio, elks, mailbox } = world.sandbox;
  mailbox.subscribeToBounces(doors.bounces(), 'bounces+*@hub.example');
  await control(`${twilio.controlUrl}/inbound-url`, { url: doors.inbound('twilio') });
  await control(`${elks.controlUrl}/account`, { smsUrl: doors.inbound('46elks') });
  await world.api('POST', '/v1/installations', { integrationKey: 'refapp' });
  await world.db.asOwner('update tenant set zone = $1', [noonZone()]);
  const [installation] = await world.db.asOwner<{ id: string; tenant: string }>(
    `update installation set state = 'enabled', epoch = 1 where integration_key = 'refapp' returning id, tenant_id as tenant`);
  const { id: installationId, tenant: tenantId } = installation!;
  const row = async (key: string) => (await world.db.asOwner<{ state: string; id: string }>('select id, state from message where key = $1', [key]))[0];
  let offsetMs = 0;
  return {
    world, tenantId, number: (provider === '46elks' ? elks : twilio).describe().number,
    send: (more) => world.db.database.inTenant(tenantId, (em) => world.hub.app.get(Messages, { strict: false }).sendToPerson(em, tenantId,
      { integrationKey: 'refapp', installationId, epoch: 1, settingsRevision: 0, mode: 'live', organisation: 'Acme' },
      { channel: 'sms', contactId: 'c-1', locale: 'sv', template: 'referee-request', values: VALUES,
        then: { job: 'message-outcome', lane: `test:${more.key}` }, ...more })),
    stateOf: async (key) => (await row(key))?.state ?? null,
    reaches: async (key, state) => until(async () => (await row(key))?.state === state, `${key} to be ${state}, it is ${(await row(key))?.state}`),
    told: async (key) => (await world.db.asOwner<{ state: string }>(
      `select payload->>'state' as state from job where name = 'message-outcome' and payload->>'key' = $1 order by id`, [key])).map(({ state }) => state),
    advance: async (ms) => {
      offsetMs += ms;
      await world.call('PUT', '/v1/clock', { key: world.operator, body: { offsetMs } });
      world.sandbox.clock.setOffset(offsetMs);
    },
  };
}

const VALUES = { referee: 'Bo', candidate: 'Ann', position: 'Svetsare', link: 'https://refapp.example/r/1', months: '24' };

async function control(url: string, body: object): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
}
