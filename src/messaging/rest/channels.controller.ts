import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Needs } from '../../sdk/rest.js';
import { MailTransport } from '../mail-transport.js';
import { MessagingSettings } from '../messaging-settings.js';
import { SmsTransport } from '../sms-transport.js';
import { ChannelsDto, DoorsDto } from './suppression.dto.js';

@ApiTags('messages')
@ApiBearerAuth()
@Controller('v1/message-channels')
export class ChannelsController {
  constructor(private readonly settings: MessagingSettings, private readonly mail: MailTransport, private readonly sms: SmsTransport) {}

  @Get()
  @Needs('configure')
  @ApiOperation({ operationId: 'getMessageChannels', summary: 'Whether e-mail and SMS leave, and by whom; `outbox-only` means that nothing does.' })
  @ApiOkResponse({ type: ChannelsDto })
  get(): ChannelsDto {
    const { email, sms } = this.settings.channels;
    const named = (mode: string) => (mode === 'outbox-only' ? null : mode);
    return { email: { delivery: email, provider: named(this.mail.mode) }, sms: { delivery: sms, provider: named(this.sms.mode) } };
  }

  @Get('doors')
  @Needs('operate')
  @ApiOperation({ operationId: 'getMessageDoors', summary: 'The addresses to enter at the SMS provider and the mail server, so that answers and bounces come back.' })
  @ApiOkResponse({ type: DoorsDto })
  doors(): DoorsDto {
    const { doors } = this.settings;
    return { twilioInbound: doors.inbound('twilio'), elksInbound: doors.inbound('46elks'), bounces: doors.bounces() };
  }
}
