import { decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { systemNow } from '../clock/system-clock.js';
import type { DerivedKeys } from '../http/derived-keys.js';

export const TOKEN_SECONDS = 600;
const MS_PER_SECOND = 1_000;
const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const ISSUER = 'patchbay';
const AUDIENCE = 'patchbay-api';
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

export interface AccessToken {
  readonly token: string;
  readonly expiresAtMs: number;
}

/** Tokens of ten minutes (technical time) that name the key they were bought with, and nothing that could grow stale. */
export class AccessTokens {
  constructor(private readonly keys: DerivedKeys) {}

  async issue(keyId: string): Promise<AccessToken> {
    const issuedAt = Math.floor(systemNow() / MS_PER_SECOND);
    const { id, key } = this.keys.current;
    const token = await new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: id })
      .setIssuer(ISSUER).setAudience(AUDIENCE).setSubject(keyId).setJti(randomUUID())
      .setIssuedAt(issuedAt).setExpirationTime(issuedAt + TOKEN_SECONDS)
      .sign(key);
    return { token, expiresAtMs: (issuedAt + TOKEN_SECONDS) * MS_PER_SECOND };
  }

  /** The key id of a token of ours that is still good; null for anything else. Costs no look-up. */
  async keyIdOf(token: string): Promise<string | null> {
    try {
      const { kid } = decodeProtectedHeader(token);
      const key = typeof kid === 'string' ? this.keys.byId(kid) : undefined;
      if (!key) return null;
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM], typ: TYPE, issuer: ISSUER, audience: AUDIENCE,
        requiredClaims: ['exp', 'iat', 'sub', 'jti'], maxTokenAge: TOKEN_SECONDS, clockTolerance: 0, currentDate: new Date(systemNow()),
      });
      return payload.sub !== undefined && UUID.test(payload.sub) ? payload.sub : null;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
      throw error;
    }
  }
}
