import { Inject, Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { CLOCK } from '../clock/business-clock.js';
import type { Clock } from '../sdk/clock.js';
import { AccessTokens } from './access-tokens.js';
import { credentialOf, type Authenticated, type AuthenticatedRequest } from './authenticated.js';
import { principalOf } from './key-holder.js';
import { KeyHolders } from './key-holders.js';

export const TOKEN_STRATEGY = 'patchbay-token';

/** A token is as good as its key is now: revoking the key or changing the role acts within a second. */
@Injectable()
export class TokenStrategy extends PassportStrategy(Strategy, TOKEN_STRATEGY) {
  constructor(
    private readonly tokens: AccessTokens, private readonly holders: KeyHolders, @Inject(CLOCK) private readonly clock: Clock,
  ) {
    super();
  }

  async validate(request: AuthenticatedRequest): Promise<Authenticated | null> {
    const credential = credentialOf(request.headers.authorization);
    const keyId = credential?.kind === 'token' ? await this.tokens.keyIdOf(credential.text) : null;
    const holder = keyId === null ? null : await this.holders.byKeyId(keyId);
    const principal = holder && principalOf(holder, this.clock.now());
    return holder && principal ? { principal, keyId: holder.keyId, by: 'token' } : null;
  }
}
