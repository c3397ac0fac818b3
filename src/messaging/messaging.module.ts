import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditModule } from '../audit/audit.module.js';
import { DerivedKeys } from '../http/derived-keys.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { AddressBlocker } from './address-blocker.js';
import { Composer } from './composer.js';
import { DoorAddresses } from './doors/door-addresses.js';
import { MessageDoors } from './doors/message-doors.js';
import { MailTransport, OutboxOnly, SmtpTransport } from './mail-transport.js';
import { MessageClaims } from './message-claims.js';
import { MessageGate } from './message-gate.js';
import { MessageReader } from './message-reader.js';
import { MessageSender } from './message-sender.js';
import { MessageSettlement } from './message-settlement.js';
import { Messages } from './messages.js';
import { ChannelsController } from './rest/channels.controller.js';
import { MessagesController } from './rest/messages.controller.js';
import { SuppressionsController } from './rest/suppressions.controller.js';
import { TemplateUseCases } from './rest/template.use-cases.js';
import { TemplatesController } from './rest/templates.controller.js';
import { MessagingSettings } from './messaging-settings.js';
import { OptOuts } from './opt-outs.js';
import { Outbox } from './outbox.js';
import { ReminderDays } from './reminder-days.js';
import { ElksTransport } from './sms/elks.js';
import { TwilioTransport } from './sms/twilio.js';
import { SmsOutboxOnly, SmsTransport } from './sms-transport.js';
import { Suppressions } from './suppressions.js';
import { TemplateCatalogue } from './templates/template-catalogue.js';
import { Wordings } from './templates/wordings.js';

function smsTransport({ provider, baseUrl, account, secret, from, timeoutMs }: AppConfig['sms']): SmsTransport {
  if (provider === 'twilio') return new TwilioTransport({ baseUrl, accountSid: account, authToken: secret, from, timeoutMs });
  if (provider === '46elks') return new ElksTransport({ baseUrl, username: account, password: secret, from, timeoutMs });
  return new SmsOutboxOnly();
}

function messagingSettings({ smtp, sms, http, keys }: AppConfig): MessagingSettings {
  return {
    from: smtp.from, country: sms.country, doors: new DoorAddresses(http.publicUrl, new DerivedKeys(keys, 'message-doors/1'), smtp.bounceAddress),
    channels: { email: smtp.url === null ? 'outbox-only' : 'live', sms: sms.provider === null ? 'outbox-only' : 'live' },
  };
}

@Global()
@Module({
  imports: [SecretsModule, AuditModule],
  controllers: [MessagesController, TemplatesController, SuppressionsController, ChannelsController],
  providers: [
    { provide: MessagingSettings, inject: [CONFIG], useFactory: messagingSettings },
    {
      provide: MailTransport,
      inject: [CONFIG],
      useFactory: ({ smtp }: AppConfig) => (smtp.url === null ? new OutboxOnly() : new SmtpTransport(smtp.url, smtp.from)),
    },
    { provide: SmsTransport, inject: [CONFIG], useFactory: ({ sms }: AppConfig) => smsTransport(sms) },
    Messages, MessageReader, Outbox, Composer, Wordings, TemplateCatalogue,
    MessageClaims, MessageGate, MessageSettlement, MessageSender, Suppressions, ReminderDays, OptOuts, MessageDoors, TemplateUseCases, AddressBlocker,
  ],
  exports: [Messages, MessageReader, MessageSender, MailTransport, TemplateCatalogue, MessageDoors, AddressBlocker],
})
export class MessagingModule {}
