import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { MailTransport, OutboxOnly, SmtpTransport } from './mail-transport.js';
import { MessageReader } from './message-reader.js';
import { MessageSender } from './message-sender.js';
import { Composer } from './composer.js';
import { Messages } from './messages.js';
import { MessagingSettings } from './messaging-settings.js';
import { Outbox } from './outbox.js';
import { TemplateCatalogue } from './templates/template-catalogue.js';
import { Wordings } from './templates/wordings.js';
import { MessagesController } from './messages.controller.js';

@Global()
@Module({
  imports: [SecretsModule],
  controllers: [MessagesController],
  providers: [
    {
      provide: MessagingSettings,
      inject: [CONFIG],
      useFactory: ({ smtp, sms, http }: AppConfig): MessagingSettings => ({
        from: smtp.from, publicUrl: http.publicUrl, country: sms.country, channels: { email: smtp.url === null ? 'outbox-only' : 'live', sms: 'outbox-only' },
      }),
    },
    {
      provide: MailTransport,
      inject: [CONFIG],
      useFactory: ({ smtp }: AppConfig) => (smtp.url === null ? new OutboxOnly() : new SmtpTransport(smtp.url, smtp.from)),
    },
    Messages, MessageReader, MessageSender, Outbox, Composer, Wordings, TemplateCatalogue,
  ],
  exports: [Messages, TemplateCatalogue, MessageReader, MessageSender, MailTransport],
})
export class MessagingModule {}
