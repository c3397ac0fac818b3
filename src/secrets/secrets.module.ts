import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { DataKeys } from './data-keys.js';
import { KeyRotation } from './key-rotation.js';
import { MasterKeys } from './master-keys.js';
import { PersonKeys } from './person-keys.js';
import { Pseudonyms } from './pseudonyms.js';
import { SecretBox } from './secret-box.js';
import { TenantSeal } from './tenant-seal.js';
import { TenantSecrets } from './tenant-secrets.js';

@Global()
@Module({
  providers: [
    { provide: MasterKeys, inject: [CONFIG], useFactory: (config: AppConfig) => new MasterKeys(config.keys) },
    DataKeys, TenantSeal, TenantSecrets, Pseudonyms, PersonKeys, SecretBox, KeyRotation,
  ],
  exports: [SecretBox, TenantSecrets, Pseudonyms, KeyRotation],
})
export class SecretsModule {}
