import { MikroORM, type EntityName } from '@mikro-orm/postgresql';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { AppConfig } from '../../config/app-config.js';
import { BusinessClock, CLOCK } from '../clock/business-clock.js';
import { Database } from './database.js';
import { CORE_ENTITIES } from './entities.js';
import { createOrm } from './orm.js';

export interface DatabaseModuleOptions {
  /** Address from `openStore`. */
  readonly url: string;
  readonly config: AppConfig;
  readonly pluginEntities: readonly EntityName[];
}

/** Provides `Database` and `CLOCK` (business time, already read) to the whole application; closes the pool last. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(MikroORM) private readonly orm: MikroORM) {}

  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: MikroORM, useFactory: () => openPool(options) },
        { provide: Database, useFactory: (orm: MikroORM) => new Database(orm), inject: [MikroORM] },
        { provide: CLOCK, useFactory: (database: Database) => startClock(database, options.config), inject: [Database] },
      ],
      exports: [Database, CLOCK],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.orm.close(true);
  }
}

function openPool({ url, config, pluginEntities }: DatabaseModuleOptions): Promise<MikroORM> {
  return createOrm({
    url, entities: [...CORE_ENTITIES, ...pluginEntities] as EntityName[], poolSize: config.database.poolSize, applicationName: `patchbay-${config.role}`,
  });
}

async function startClock(database: Database, config: AppConfig): Promise<BusinessClock> {
  const clock = new BusinessClock(database, config.clock.mayShift);
  await clock.refresh();
  return clock;
}
