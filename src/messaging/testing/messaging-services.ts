import { randomBytes } from 'node:crypto';
import type { Database } from '../../database/database.js';
import { DerivedKeys } from '../../http/derived-keys.js';
import type { Clock } from '../../sdk/clock.js';
import type { Channels } from '../../sdk/messages.js';
import type { Pseudonyms } from '../../secrets/pseudonyms.js';
import type { SecretBox } from '../../secrets/secret-box.js';
import { Composer } from '../composer.js';
import { DoorAddresses } from '../doors/door-addresses.js';
import { MailTransport, OutboxOnly } from '../mail-transport.js';
import { MessageClaims } from '../message-claims.js';
import { MessageGate } from '../message-gate.js';
import { MessageReader } from '../message-reader.js';
import { MessageSender } from '../message-sender.js';
import { MessageSettlement } from '../message-settlement.js';
import { Messages } from '../messages.js';
import type { MessagingSettings } from '../messaging-settings.js';
import { OptOuts } from '../opt-outs.js';
import { Outbox } from '../outbox.js';
import { ReminderDays } from '../reminder-days.js';
import { SmsOutboxOnly, type SmsTransport } from '../sms-transport.js';
import { Suppressions } from '../suppressions.js';
import { TemplateCatalogue } from '../templates/template-catalogue.js';
import { Wordings } from '../templates/wordings.js';

const doorKeys = new DerivedKeys({ current: { id: 'test', key: randomBytes(32) }, previous: [] }, 'message-doors/1');

/** The writing side without Nest, for tests. */
export function messagingServices(parts: { secretBox: SecretBox; pseudonyms: Pseudonyms; clock: Clock; channels?: Channels }) {
  const { secretBox, pseudonyms, clock, channels = { email: 'live', sms: 'live' } } = parts;
  const settings: MessagingSettings = {
    from: 'Patchbay <hub@example.org>', country: 'SE', channels, doors: new DoorAddresses('https://hub.example', doorKeys, 'bounces@hub.example'),
  };
  const templates = new TemplateCatalogue();
  const wordings = new Wordings(clock);
  const messages = new Messages(new Outbox(secretBox, clock, settings), new Composer(templates, wordings), pseudonyms, settings, clock);
  return { settings, templates, wordings, messages };
}

export interface SendingParts {
  readonly database: Database;
  readonly secretBox: SecretBox;
  readonly pseudonyms: Pseudonyms;
  readonly clock: Clock;
  readonly settings: MessagingSettings;
  readonly mail?: MailTransport;
  readonly sms?: SmsTransport;
}

/** The sending side without Nest, for tests. */
export function sendingServices({ database, secretBox, pseudonyms, clock, settings, mail = new OutboxOnly(), sms = new SmsOutboxOnly() }: SendingParts) {
  const reader = new MessageReader(database, secretBox);
  const suppressions = new Suppressions(clock);
  const settlement = new MessageSettlement(database, suppressions, clock);
  const gate = new MessageGate(database, reader, suppressions, new ReminderDays(clock), pseudonyms, clock);
  const sender = new MessageSender(new MessageClaims(database), gate, settlement, reader, mail, sms, settings, clock);
  return { reader, suppressions, settlement, sender, optOuts: new OptOuts(database, suppressions, pseudonyms, clock) };
}
