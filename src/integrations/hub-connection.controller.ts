import { Body, Controller, HttpCode, Post, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf } from '../audit/caller-tenant.js';
import { Connections, type ConnectionStatus } from '../connections/connections.js';
import { LeverOauthService } from '../connections/lever-oauth.service.js';
import { LeverProbe } from '../connections/lever-probe.js';
import { FEED_OPERATIONS } from '../lever/feed.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { LeverKeyDto } from './installations.dto.js';

const HUB = 'hub';

/** The organisation's own reading connection: it feeds the mirror, so that no integration's credential has to (D4). */
@ApiTags('connections')
@ApiBearerAuth()
@Controller('v1/hub')
export class HubConnectionController {
  constructor(private readonly connections: Connections, private readonly probe: LeverProbe, private readonly oauth: LeverOauthService) {}

  @Put('lever-key')
  @Needs('enable')
  @ApiOperation({ operationId: 'saveHubLeverKey', summary: 'Tries and keeps a Lever API key that only reads, for the mirror.' })
  async leverKey(@Caller() by: Principal, @Body() body: LeverKeyDto): Promise<ConnectionStatus> {
    const found = await this.probe.tryKey(body.apiKey, FEED_OPERATIONS);
    return this.connections.activate(tenantOf(by), HUB, 'lever', {
      secret: { kind: 'api_key', key: body.apiKey }, auth: 'api_key', accountId: found.accountId, actsAs: null, scopes: [], missing: found.missing, expiresAt: null,
    }, by);
  }

  @Post('lever-authorization')
  @HttpCode(200)
  @Needs('enable')
  @ApiOperation({ operationId: 'startHubLeverAuthorization', summary: 'Address of Lever’s consent page for the organisation’s own reading connection.' })
  async authorize(@Caller() by: Principal): Promise<{ url: string; expiresAt: string }> {
    const { url, expiresAt } = await this.oauth.start(tenantOf(by), HUB, by);
    return { url, expiresAt: new Date(expiresAt).toISOString() };
  }
}
