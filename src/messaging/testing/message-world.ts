import { randomBytes, randomUUID } from 'node:crypto';
import type { Database } from '../../database/database.js';
import type { MessageTemplate, PersonMessage } from '../../sdk/messages.js';
import { secretServices } from '../../secrets/testing/secret-services.js';
import { addTenant } from '../../secrets/testing/tenant-row.js';
import { MailTransport, type Mail } from '../mail-transport.js';
import type { SendOutcome } from '../message-state.js';
import type { MessageOrigin } from '../outbox.js';
import { SmsTransport, type Sms } from '../sms-transport.js';
import { messagingServices, sendingServices } from './messaging-services.js';

export const TEMPLATE: MessageTemplate = {
  purpose: 'Asks for a reference.', samples: { candidate: 'Ann', link: 'https://x.example/1' }, required: ['link'],
  email: {
    en: { subject: 'Reference for {{candidate}}', text: 'See {{link}}', html: '<a href="{{link}}">{{candidate}}</a>' },
    sv: { subject: 'Referens', text: 'Se {{link}}' },
  },
  sms: { en: { text: '{{candidate}}: {{link}}' }, sv: { text: '{{candidate}}: {{link}}' } },
};

/** One for all organisations of a test, as in a hub. */
export const MASTER_KEY = randomBytes(32);

type Answer = SendOutcome | (() => Promise<SendOutcome>);
const answered = (answers: Answer[]): Promise<SendOutcome> => {
  const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
  return typeof answer === 'function' ? answer() : Promise.resolve(answer);
};

/** Answers as told, in turn; the last answer stays. */
export class ScriptedMail extends MailTransport {
  readonly mode = 'smtp';
  readonly mails: Mail[] = [];
  answers: Answer[] = [{ kind: 'sent' }];
  send(mail: Mail): Promise<SendOutcome> {
    this.mails.push(mail);
    return answered(this.answers);
  }
  close(): void { /* nothing is open */ }
}

export class ScriptedSms extends SmsTransport {
  readonly mode = 'twilio';
  readonly texts: Sms[] = [];
  answers: Answer[] = [{ kind: 'sent', providerId: 'SM1' }];
  /** What the provider knows of the last SMS; an error cannot be asked. */
  known: { providerId: string } | null | Error = null;
  asked = 0;
  send(sms: Sms): Promise<SendOutcome> {
    this.texts.push(sms);
    return answered(this.answers);
  }
  find(): Promise<{ providerId: string } | null> {
    this.asked += 1;
    return this.known instanceof Error ? Promise.reject(this.known) : Promise.resolve(this.known);
  }
  close(): Promise<void> { return Promise.resolve(); }
}

export interface ToldOutcome { readonly name: string; readonly lane: string; readonly payload: Record<string, unknown> }

/** An organisation with plugins that write messages, and a clock to move. */
export async function messageWorld(database: Database, clock: { at: number; now(): number }, zone = 'Europe/Stockholm') {
  const { secretBox, pseudonyms } = secretServices(database, { current: { id: 'test', key: MASTER_KEY }, previous: [] }, clock);
  const writing = messagingServices({ secretBox, pseudonyms, clock });
  const mail = new ScriptedMail();
  const sms = new ScriptedSms();
  const sending = sendingServices({ database, secretBox, pseudonyms, clock, settings: writing.settings, mail, sms });
  const tenant = await addTenant(database);
  await database.asRunner().execute('update tenant set zone = ? where id = ?', [zone, tenant]);
  const install = async (integrationKey: string, mode: 'live' | 'preview' = 'live') => {
    const installationId = randomUUID();
    await database.inTenant(tenant, (em) => em.execute(
      `insert into installation (id, tenant_id, integration_key, state, mode, epoch, settings_revision, created_at, updated_at, state_changed_at)
       values (?, ?, ?, 'enabled', ?, 1, 3, to_timestamp(0), to_timestamp(0), to_timestamp(0))`, [installationId, tenant, integrationKey, mode]));
    writing.templates.add(integrationKey, { request: TEMPLATE });
    const origin: MessageOrigin = { integrationKey, installationId, epoch: 1, settingsRevision: 3, mode, organisation: 'Acme' };
    const send = (message: PersonMessage) => database.inTenant(tenant, (em) => writing.messages.sendToPerson(em, tenant, origin, message));
    return { installationId, send };
  };
  const all = async () => Promise.all(
    (await sending.reader.page(tenant, undefined, null, 200)).map(async (row) => (await sending.reader.find(tenant, row.id))!));
  const told = () => database.forTenant(tenant).execute<ToldOutcome[]>(
    'select name, payload, lane_key as lane from job where tenant_id = ? order by id', [tenant]);
  return { ...writing, ...sending, secretBox, pseudonyms, mail, sms, tenant, install, all, told };
}
