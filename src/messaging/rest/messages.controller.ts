import { Controller, Get, Inject, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf } from '../../audit/caller-tenant.js';
import type { Channels } from '../../sdk/messages.js';
import { CallerError } from '../../sdk/errors.js';
import type { Principal } from '../../sdk/principal.js';
import { Caller, Needs, PAGER, type Pager } from '../../sdk/rest.js';
import { MessageDetailDto, MessagePageDto, MessageQuery, type MessageDto } from './message.dto.js';
import { MessageReader, type MessagePosition, type MessageRow } from '../message-reader.js';
import { MessagingSettings } from '../messaging-settings.js';

const DEFAULT_LIMIT = 50;
const CURSOR = 'messages';

@ApiTags('messages')
@ApiBearerAuth()
@Controller('v1/messages')
export class MessagesController {
  constructor(
    private readonly reader: MessageReader,
    private readonly settings: MessagingSettings,
    @Inject(PAGER) private readonly pager: Pager,
  ) {}

  @Get()
  @Needs('configure')
  @ApiOperation({ operationId: 'listMessages', summary: 'The outbox, newest first: what was sent, waits, or did not get through.' })
  @ApiOkResponse({ type: MessagePageDto })
  async list(@Caller() caller: Principal, @Query() query: MessageQuery): Promise<MessagePageDto> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor ? positionOf(this.pager.decode(CURSOR, query.cursor)) : null;
    const rows = await this.reader.page(tenantOf(caller), query.state, before, limit + 1);
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return {
      data: rows.slice(0, limit).map((row) => toDto(row, this.settings.channels)),
      next: last ? this.pager.encode(CURSOR, [last.createdAtMs, last.id]) : null,
    };
  }

  @Get(':id')
  @Needs('configure')
  @ApiOperation({ operationId: 'getMessage', summary: 'One message with its text.' })
  @ApiOkResponse({ type: MessageDetailDto })
  async get(@Caller() caller: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<MessageDetailDto> {
    const found = await this.reader.find(tenantOf(caller), id);
    if (!found) throw CallerError.notFound('The message');
    const { row, content } = found;
    return {
      ...toDto(row, this.settings.channels), messageId: row.messageId,
      recipient: content?.recipient ?? null, subject: content?.subject ?? null, text: content?.text ?? null, html: content?.html ?? null,
    };
  }
}

const positionOf = ([createdAtMs, id]: readonly (string | number)[]): MessagePosition => [String(createdAtMs), String(id)];

const momentOf = (ms: string) => new Date(Number(ms)).toISOString();

const MISSING = { email: 'SMTP_URL', sms: 'SMS_PROVIDER' } as const;

export function toDto(row: MessageRow, channels: Channels): MessageDto {
  const delivery = channels[row.channel];
  const waitsForConfiguration = row.state === 'queued' && delivery === 'outbox-only';
  return {
    id: row.id, plugin: row.plugin, channel: row.channel, key: row.key, memberId: row.memberId, template: row.template, locale: row.locale,
    state: row.state, delivery,
    reason: waitsForConfiguration ? `Outbox only: no ${MISSING[row.channel]} is configured, so nothing was sent.` : row.lastError,
    attempts: row.attempts, dueAt: momentOf(row.dueAtMs), createdAt: momentOf(row.createdAtMs),
    settledAt: row.settledAtMs === null ? null : momentOf(row.settledAtMs),
  };
}
