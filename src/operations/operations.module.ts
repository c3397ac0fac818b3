import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditModule } from '../audit/audit.module.js';
import { AddressBlocker } from '../messaging/address-blocker.js';
import { MessagingModule } from '../messaging/messaging.module.js';
import { SecretsModule } from '../secrets/secrets.module.js';
import { BackgroundWork } from './background-work.js';
import { CoreGauges } from './core-gauges.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ErasureStore } from './erasure/erasure-store.js';
import { ErasuresController } from './erasure/erasures.controller.js';
import { OtherStores } from './erasure/other-stores.js';
import { Tombstones } from './erasure/tombstones.js';
import { HealthChecks } from './health/health-checks.js';
import { HealthController } from './health/health.controller.js';
import { InvariantMonitor } from './invariants/invariant-monitor.js';
import { InvariantsController } from './invariants/invariants.controller.js';
import { createPino, StructuredLog } from './log/structured-log.js';
import { Metrics } from './metrics/metrics.js';
import { METRICS_TOKEN, MetricsController } from './metrics/metrics.controller.js';
import { RequestTimes } from './metrics/request-times.js';
import { RetentionService } from './retention/retention.service.js';

function storesWith(blocker: AddressBlocker): OtherStores {
  const stores = new OtherStores();
  stores.addWitness(blocker);
  return stores;
}

@Global()
@Module({
  imports: [SecretsModule, AuditModule, MessagingModule],
  controllers: [HealthController, MetricsController, ErasuresController, InvariantsController],
  providers: [
    { provide: StructuredLog, inject: [CONFIG], useFactory: ({ log }: AppConfig) => new StructuredLog(createPino(log.level)) },
    { provide: METRICS_TOKEN, inject: [CONFIG], useFactory: (config: AppConfig) => config.metrics.token },
    { provide: OtherStores, inject: [AddressBlocker], useFactory: storesWith },
    Metrics, RequestTimes, HealthChecks, CoreGauges,
    Tombstones, ErasureStore, ErasureService, RetentionService, InvariantMonitor, BackgroundWork,
  ],
  exports: [
    StructuredLog, Metrics, RequestTimes, HealthChecks, Tombstones, OtherStores, ErasureService, RetentionService, BackgroundWork,
  ],
})
export class OperationsModule {}
