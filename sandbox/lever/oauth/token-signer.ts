import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

export interface AccessClaims {
  readonly userId: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly issuer: string;
  readonly audience: string;
  readonly scope: string;
  readonly issuedAtSeconds: number;
  readonly expiresAtSeconds: number;
  readonly jti: string;
}

const claimPrefix = 'https://oauth.lever.co/';

/** Signs access tokens as the OAuth host does: RS256, with the customer named in namespaced claims. */
export class TokenSigner {
  private constructor(private readonly key: CryptoKey, readonly publicJwk: JWK) {}

  static async create(): Promise<TokenSigner> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    return new TokenSigner(privateKey, { ...(await exportJWK(publicKey)), kid: 'sandbox-1', alg: 'RS256', use: 'sig' });
  }

  sign(claims: AccessClaims): Promise<string> {
    return new SignJWT({
      [`${claimPrefix}userId`]: claims.userId,
      [`${claimPrefix}accountId`]: claims.accountId,
      [`${claimPrefix}clientId`]: claims.clientId,
      azp: claims.clientId,
      scope: claims.scope,
      jti: claims.jti,
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'sandbox-1' })
      .setIssuer(claims.issuer)
      .setSubject(`auth0|${claims.userId}`)
      .setAudience(claims.audience)
      .setIssuedAt(claims.issuedAtSeconds)
      .setExpirationTime(claims.expiresAtSeconds)
      .sign(this.key);
  }
}
