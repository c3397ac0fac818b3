import { Body, Controller, Delete, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdParam } from '../sdk/id-param.js';
import { ShowsSecretOnce } from '../http/idempotency.interceptor.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { IssuedKeyDto, KeyPageDto, KeyQuery, NewKeyDto, toKeyDto } from './keys.dto.js';
import { KeysService } from './keys.service.js';

@ApiTags('keys')
@ApiBearerAuth()
@Controller('v1/keys')
export class KeysController {
  constructor(private readonly keys: KeysService) {}

  @Post()
  @Needs('see')
  @ShowsSecretOnce()
  @ApiOperation({ operationId: 'createKey', summary: 'Makes an API key; the answer shows it this once.' })
  @ApiCreatedResponse({ type: IssuedKeyDto })
  async create(@Caller() caller: Principal, @Body() body: NewKeyDto): Promise<IssuedKeyDto> {
    const { label, memberId, expiresAt } = body;
    const { row, key } = await this.keys.create(caller, { label, memberId, expiresAt: expiresAt === undefined ? null : new Date(expiresAt) });
    return { ...toKeyDto(row), key };
  }

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listKeys', summary: 'Your own keys, newest first; for super admins the whole organisation\'s.' })
  @ApiOkResponse({ type: KeyPageDto })
  list(@Caller() caller: Principal, @Query() query: KeyQuery): Promise<KeyPageDto> {
    return this.keys.list(caller, query);
  }

  @Delete(':id')
  @HttpCode(204)
  @Needs('see')
  @ApiOperation({ operationId: 'revokeKey', summary: 'Revokes a key: it and its tokens stop working within a second.' })
  @ApiNoContentResponse()
  revoke(@Caller() caller: Principal, @IdParam('id') id: string): Promise<void> {
    return this.keys.revoke(caller, id);
  }
}
