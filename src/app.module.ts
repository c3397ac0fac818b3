import { Global, Module, type DynamicModule } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import type { EntityName } from '@mikro-orm/core';
import { CONFIG, type AppConfig } from '../config/app-config.js';
import { AuditModule } from './audit/audit.module.js';
import { ClockController } from './clock/clock.controller.js';
import { ConnectionsModule } from './connections/connections.module.js';
import { AuthModule } from './auth/auth.module.js';
import { BusinessClock, CLOCK } from './clock/business-clock.js';
import { DatabaseModule } from './database/database.module.js';
import { HttpModule } from './http/http.module.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { FoundPlugins } from './integrations/plugin-host.js';
import type { FoundPlugin } from './integrations/plugin-discovery.js';
import { BellModule } from './ledger/bell.module.js';
import { MessagingModule } from './messaging/messaging.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { PeopleModule } from './people/people.module.js';
import { TenancyModule } from './tenancy/tenancy.module.js';
import { SecretsModule } from './secrets/secrets.module.js';

/** What every module may ask for: the configuration, and business time by its class. */
@Global()
@Module({})
class CommonModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: CommonModule,
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: BusinessClock, useExisting: CLOCK },
      ],
      exports: [CONFIG, BusinessClock],
    };
  }
}

export interface AppParts {
  readonly config: AppConfig;
  /** Address from `openStore`. */
  readonly url: string;
  readonly plugins: readonly FoundPlugin[];
}

/** The composition root: the core and whatever plugins were found. */
@Module({})
export class AppModule {
  static forRoot(parts: AppParts): DynamicModule {
    const { config, url, plugins } = parts;
    const pluginEntities = plugins.flatMap((plugin) => plugin.definition.entities) as readonly EntityName[];
    return {
      module: AppModule,
      imports: [
        ScheduleModule.forRoot(), CommonModule.forRoot(config), DatabaseModule.forRoot({ url, config, pluginEntities }),
        HttpModule, AuthModule, TenancyModule, SecretsModule, AuditModule, MessagingModule, OperationsModule, PeopleModule, ConnectionsModule,
        BellModule.forRoot({ redisUrl: config.redis.url, databaseUrl: url }), IntegrationsModule.forRoot(new FoundPlugins(plugins)),
        ...plugins.map((plugin) => plugin.definition.module),
      ],
      controllers: [ClockController],
    };
  }
}
