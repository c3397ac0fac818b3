import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import type { Clock } from '../sdk/clock.js';
import { PAGER } from '../sdk/rest.js';
import { AnonymousLimit } from './anonymous-limit.js';
import { DerivedKeys } from './derived-keys.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyStore } from './idempotency-store.js';
import { ProblemFilter } from './problem.filter.js';
import { boundTenant } from './request-scope.js';
import { RouteTable } from './route-table.js';
import { SignedPager } from './signed-pager.js';
import { DtoPipe } from './validation.pipe.js';

@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    AnonymousLimit, RouteTable,
    { provide: PAGER, inject: [CONFIG], useFactory: ({ keys }: AppConfig) => new SignedPager(new DerivedKeys(keys, 'cursor/1'), boundTenant) },
    {
      provide: IdempotencyStore, inject: [Database, CLOCK, CONFIG],
      useFactory: (database: Database, clock: Clock, { keys }: AppConfig) => new IdempotencyStore(database, clock, new DerivedKeys(keys, 'idempotency/1')),
    },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: DtoPipe },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  ],
  exports: [PAGER, AnonymousLimit, RouteTable, IdempotencyStore],
})
export class HttpModule {}
