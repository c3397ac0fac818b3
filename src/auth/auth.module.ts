import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { DerivedKeys } from '../http/derived-keys.js';
import { HttpModule } from '../http/http.module.js';
import type { Clock } from '../sdk/clock.js';
import { AccessTokens } from './access-tokens.js';
import { ApiKeys } from './api-keys.js';
import { ApiKeyStrategy } from './api-key.strategy.js';
import { AttemptLimits } from './attempt-limits.js';
import { KeyAuthenticator } from './key-authenticator.js';
import { KeyHasher } from './key-hasher.js';
import { KeyHolders } from './key-holders.js';
import { PEPPER, TOKEN_SIGNING } from './key-purposes.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { NeedsGuard } from './needs.guard.js';
import { OperatorEntry } from './operator-entry.js';
import { RouteDeclarations } from './route-declarations.js';
import { TokenController } from './token.controller.js';
import { TokenStrategy } from './token.strategy.js';

/** Who calls and what they may. `PermissionNarrowing` comes from the module that knows the manifests. */
@Global()
@Module({
  imports: [HttpModule, PassportModule],
  controllers: [TokenController, KeysController],
  providers: [
    AttemptLimits, ApiKeys, KeysService, OperatorEntry, ApiKeyStrategy, TokenStrategy, RouteDeclarations,
    { provide: KeyHasher, inject: [CONFIG], useFactory: ({ keys }: AppConfig) => new KeyHasher(new DerivedKeys(keys, PEPPER)) },
    { provide: AccessTokens, inject: [CONFIG], useFactory: ({ keys }: AppConfig) => new AccessTokens(new DerivedKeys(keys, TOKEN_SIGNING)) },
    { provide: KeyHolders, inject: [Database, CLOCK], useFactory: (database: Database, clock: Clock) => new KeyHolders(database, clock) },
    {
      provide: KeyAuthenticator, inject: [KeyHasher, KeyHolders, AttemptLimits, CLOCK],
      useFactory: (...parts: ConstructorParameters<typeof KeyAuthenticator>) => new KeyAuthenticator(...parts),
    },
    { provide: APP_GUARD, useClass: NeedsGuard },
  ],
  exports: [ApiKeys, AccessTokens],
})
export class AuthModule {}
