import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ShowsSecretOnce } from '../http/idempotency.interceptor.js';
import { CallerError } from '../sdk/errors.js';
import { Needs } from '../sdk/rest.js';
import { AccessTokens, TOKEN_SECONDS } from './access-tokens.js';
import type { AuthenticatedRequest } from './authenticated.js';
import { ForEveryPrincipal } from './route-marks.js';
import { TokenDto } from './token.dto.js';

@ApiTags('auth')
@ApiBearerAuth()
@Controller('v1/auth')
export class TokenController {
  constructor(private readonly tokens: AccessTokens) {}

  @Post('token')
  @HttpCode(200)
  @Needs('see')
  @ForEveryPrincipal()
  @ShowsSecretOnce()
  @ApiOperation({ operationId: 'createToken', summary: 'Exchanges the API key that the request was sent with for a token of ten minutes.' })
  @ApiOkResponse({ type: TokenDto })
  async create(@Req() request: AuthenticatedRequest): Promise<TokenDto> {
    const { authenticated } = request;
    if (authenticated?.by !== 'key') throw CallerError.forbidden('A token is bought with an API key, not with another token.');
    const { token, expiresAtMs } = await this.tokens.issue(authenticated.keyId);
    return { token, tokenType: 'Bearer', expiresInSeconds: TOKEN_SECONDS, expiresAt: new Date(expiresAtMs).toISOString() };
  }
}
