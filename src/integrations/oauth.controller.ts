import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';
import { IntegrationParam } from '../auth/route-marks.js';
import { tenantOf } from '../audit/caller-tenant.js';
import { TakesMore } from '../http/validation.pipe.js';
import type { ConnectionStatus } from '../connections/connections.js';
import { LeverOauthService } from '../connections/lever-oauth.service.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import type { Engine } from './engine.js';
import { InstallationsService } from './installations.service.js';
import { ENGINE } from './ticker.js';

@TakesMore()
class CallbackQuery {
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(200) state?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(4_000) code?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(200) error?: string;
  @ApiPropertyOptional() @IsOptional() @IsString() @MaxLength(2_000) error_description?: string;
}

class SignedInAccount {
  @ApiProperty({ example: 'bullhorn' }) system!: string;
  @ApiProperty({ example: 'Bullhorn' }) name!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The organisation at the outside system, where it tells.' }) accountId!: string | null;
}

class ConsentAddress {
  @ApiProperty({ description: 'Open it in a browser as a Lever super admin; usable for ten minutes.' }) url!: string;
  @ApiProperty({ format: 'date-time' }) expiresAt!: string;
}

/** Connecting Lever by its consent page, and outside accounts by their own sign-in pages. */
@ApiTags('connections')
@IntegrationParam('key')
@Controller()
export class OauthController {
  constructor(
    private readonly oauth: LeverOauthService, private readonly installations: InstallationsService, @Inject(ENGINE) private readonly engine: Engine,
  ) {}

  @Post('v1/installations/:key/lever-authorization')
  @HttpCode(200)
  @Needs('enable')
  @ApiBearerAuth()
  @ApiOperation({ operationId: 'startLeverAuthorization', summary: 'Address of Lever’s consent page for this installation.' })
  async start(@Caller() by: Principal, @Param('key') key: string): Promise<ConsentAddress> {
    const { id } = await this.installations.one(tenantOf(by), key);
    const { url, expiresAt } = await this.oauth.start(tenantOf(by), id, by);
    return { url, expiresAt: new Date(expiresAt).toISOString() };
  }

  @Get('oauth/lever/callback')
  @Needs('anyone')
  @ApiOperation({ operationId: 'finishLeverAuthorization', summary: 'Where Lever sends the browser back to; the state says for whom.' })
  async finish(@Query() query: CallbackQuery): Promise<Pick<ConnectionStatus, 'state' | 'system' | 'missing'>> {
    const { state, system, missing } = await this.oauth.finish(query);
    return { state, system, missing };
  }

  @Get('oauth/accounts/callback')
  @Needs('anyone')
  @ApiOperation({ operationId: 'finishAccountSignIn', summary: 'Where an outside system sends the browser back to after the sign-in; the state says for whom.' })
  async finishAccount(@Query() query: CallbackQuery): Promise<SignedInAccount> {
    const { tenantId, owner, system, name, accountId } = await this.engine.accountSignIn.finish(query);
    await this.engine.lifecycle.accountConnected(tenantId, owner, system, { kind: 'system', id: 'sign-in', tenantId });
    return { system, name, accountId };
  }
}
