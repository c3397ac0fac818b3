import { Body, Controller, Delete, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EntityManager } from '@mikro-orm/postgresql';
import { AuditTrail } from '../../audit/audit-trail.js';
import { tenantOf } from '../../audit/caller-tenant.js';
import { Database } from '../../database/database.js';
import { CallerError } from '../../sdk/errors.js';
import type { Principal } from '../../sdk/principal.js';
import { Caller, Needs, PAGER, type Pager } from '../../sdk/rest.js';
import { Pseudonyms } from '../../secrets/pseudonyms.js';
import { addressHash, addressOf } from '../addresses.js';
import { MessagingSettings } from '../messaging-settings.js';
import { Suppressions, type SuppressionRow } from '../suppressions.js';
import { AddressDto, SuppressionDto, SuppressionListDto, SuppressionPageDto, SuppressionQuery } from './suppression.dto.js';

const DEFAULT_LIMIT = 50;
const CURSOR = 'suppressions';

@ApiTags('messages')
@ApiBearerAuth()
@Controller('v1/suppressions')
export class SuppressionsController {
  constructor(
    private readonly database: Database, private readonly suppressions: Suppressions, private readonly pseudonyms: Pseudonyms,
    private readonly settings: MessagingSettings, private readonly audit: AuditTrail, @Inject(PAGER) private readonly pager: Pager,
  ) {}

  @Get()
  @Needs('configure')
  @ApiOperation({ operationId: 'listSuppressions', summary: 'Addresses that get nothing more, newest first; the addresses themselves are not kept.' })
  @ApiOkResponse({ type: SuppressionPageDto })
  async list(@Caller() caller: Principal, @Query() query: SuppressionQuery): Promise<SuppressionPageDto> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const position = query.cursor ? this.pager.decode(CURSOR, query.cursor) : null;
    const before = position ? [String(position[0]), String(position[1])] as const : null;
    const tenantId = tenantOf(caller);
    const rows = await this.database.inTenant(tenantId, (em) => this.suppressions.page(em, tenantId, before, limit + 1));
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { data: rows.slice(0, limit).map(toDto), next: last ? this.pager.encode(CURSOR, [last.createdAtMs, last.id]) : null };
  }

  @Post('look-ups')
  @HttpCode(200)
  @Needs('configure')
  @ApiOperation({ operationId: 'lookUpSuppressions', summary: 'Whether an address may be written to, and why not.' })
  @ApiOkResponse({ type: SuppressionListDto })
  async lookUp(@Caller() caller: Principal, @Body() body: AddressDto): Promise<SuppressionListDto> {
    return this.withHash(caller, body, async (em, tenantId, hash) => ({ data: (await this.suppressions.of(em, tenantId, body.channel, hash)).map(toDto) }));
  }

  @Post()
  @Needs('configure')
  @ApiOperation({ operationId: 'addSuppression', summary: 'Writes to this address no more, for every integration.' })
  @ApiCreatedResponse({ type: SuppressionDto })
  async add(@Caller() caller: Principal, @Body() body: AddressDto): Promise<SuppressionDto> {
    return this.withHash(caller, body, async (em, tenantId, hash) => {
      const id = await this.suppressions.add(em, tenantId, body.channel, hash, 'request');
      await this.audit.record(em, { tenantId, actor: caller, action: 'suppression.added', subject: `suppression:${id}`, detail: { channel: body.channel } });
      return toDto((await this.suppressions.of(em, tenantId, body.channel, hash)).find((row) => row.id === id)!);
    });
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('configure')
  @ApiOperation({ operationId: 'removeSuppression', summary: 'The person wants messages again; who removed it is recorded.' })
  @ApiNoContentResponse()
  async remove(@Caller() caller: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    const tenantId = tenantOf(caller);
    await this.database.inTenant(tenantId, async (em) => {
      const removed = await this.suppressions.remove(em, tenantId, id);
      if (!removed) throw CallerError.notFound('The suppression');
      await this.audit.record(em, {
        tenantId, actor: caller, action: 'suppression.removed', subject: `suppression:${id}`, detail: { channel: removed.channel, cause: removed.cause },
      });
    });
  }

  private withHash<T>(
    caller: Principal, { channel, address: text }: AddressDto, work: (em: EntityManager, tenantId: string, hash: string) => Promise<T>,
  ): Promise<T> {
    const tenantId = tenantOf(caller);
    const address = addressOf(channel, text, this.settings.country);
    if (!address.ok) throw CallerError.invalid([{ field: '/address', message: address.fault }]);
    return this.database.inTenant(tenantId, async (em) => work(em, tenantId, await addressHash(this.pseudonyms, em, tenantId, channel, address.address)));
  }
}

function toDto({ createdAtMs, ...row }: SuppressionRow): SuppressionDto {
  return { ...row, since: new Date(Number(createdAtMs)).toISOString() };
}
