import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import { credentialOf, type Authenticated, type AuthenticatedRequest } from './authenticated.js';
import { KeyAuthenticator } from './key-authenticator.js';

export const KEY_STRATEGY = 'patchbay-key';

@Injectable()
export class ApiKeyStrategy extends PassportStrategy(Strategy, KEY_STRATEGY) {
  constructor(private readonly authenticator: KeyAuthenticator) {
    super();
  }

  async validate(request: AuthenticatedRequest): Promise<Authenticated | null> {
    const credential = credentialOf(request.headers.authorization);
    return credential?.kind === 'key' ? this.authenticator.authenticate(credential.text, request.ip) : null;
  }
}
