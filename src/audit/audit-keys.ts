import { Injectable } from '@nestjs/common';
import type { EntityManager } from '@mikro-orm/postgresql';
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { TenantSecrets } from '../secrets/tenant-secrets.js';

export interface SigningKeys {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A tenant's own audit keys: kept sealed, so whoever can write the database cannot sign for it. */
@Injectable()
export class AuditKeys {
  constructor(private readonly secrets: TenantSecrets) {}

  /** Key of the keyed hash that every entry carries. */
  mac(em: EntityManager, tenantId: string): Promise<KeyObject> {
    return this.secrets.get(em, tenantId, 'audit-mac', () => randomBytes(32));
  }

  /** Ed25519 pair that signs checkpoints and heads. */
  async signing(em: EntityManager, tenantId: string): Promise<SigningKeys> {
    const secret = await this.secrets.get(em, tenantId, 'audit-signing', () =>
      generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' }));
    const privateKey = createPrivateKey({ key: secret.export(), format: 'der', type: 'pkcs8' });
    return { privateKey, publicKey: createPublicKey(privateKey) };
  }

  /** PEM text for auditors. */
  async publicKeyPem(em: EntityManager, tenantId: string): Promise<string> {
    return (await this.signing(em, tenantId)).publicKey.export({ format: 'pem', type: 'spki' }).toString();
  }
}
