import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { MailTransport, OutboxOnly, SmtpTransport } from './mail-transport.js';
import { MessageReader } from './message-reader.js';
import { MessageSender } from './message-sender.js';
import { MAIL_FROM, Messages } from './messages.js';
import { MessagesController } from './messages.controller.js';

@Global()
@Module({
  imports: [SecretsModule],
  controllers: [MessagesController],
  providers: [
    { provide: MAIL_FROM, inject: [CONFIG], useFactory: ({ smtp }: AppConfig) => smtp.from },
    {
      provide: MailTransport,
      inject: [CONFIG],
      useFactory: ({ smtp }: AppConfig) => (smtp.url === null ? new OutboxOnly() : new SmtpTransport(smtp.url, smtp.from)),
    },
    Messages, MessageReader, MessageSender,
  ],
  exports: [Messages, MessageReader, MessageSender, MailTransport],
})
export class MessagingModule {}
