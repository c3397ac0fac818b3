import { Global, Module } from '@nestjs/common';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { AuditTrail } from '../audit/audit-trail.js';
import { CLOCK } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { refreshTokens } from '../lever/client/lever-oauth.js';
import type { Clock } from '../sdk/clock.js';
import { CredentialRefused } from '../sdk/errors.js';
import { SecretBox } from '../secrets/secret-box.js';
import { ConnectionStore } from './connection-store.js';
import { Connections } from './connections.js';
import { Hooks } from './hooks.js';
import { IntegrationKeys } from './integration-keys.js';
import { LeverProbe } from './lever-probe.js';
import { lostAfterMs, refreshTimeoutMs } from './refresh-turn.js';
import { TokenKeeper, type TokenRefresh } from './token-keeper.js';

function refreshAtLever(config: AppConfig, keys: IntegrationKeys): TokenRefresh {
  return async (row, refreshToken) => {
    const client = config.lever.oauthClients(await keys.ofOwner(row.tenantId, row.owner));
    if (!client) throw new CredentialRefused('lever', 'No Lever OAuth client is configured for this integration.');
    return refreshTokens({ authUrl: config.lever.authUrl, ...client, refreshToken, timeoutMs: refreshTimeoutMs(config.workers.holdMs) });
  };
}

@Global()
@Module({
  providers: [
    { provide: ConnectionStore, inject: [SecretBox], useFactory: (box: SecretBox) => new ConnectionStore(box) },
    { provide: Hooks, inject: [Database, SecretBox], useFactory: (database: Database, box: SecretBox) => new Hooks(database, box) },
    { provide: IntegrationKeys, inject: [Database], useFactory: (database: Database) => new IntegrationKeys(database) },
    {
      provide: TokenKeeper, inject: [Database, ConnectionStore, CLOCK, CONFIG, IntegrationKeys],
      useFactory: (database: Database, store: ConnectionStore, clock: Clock, config: AppConfig, keys: IntegrationKeys) =>
        new TokenKeeper(database, store, clock, refreshAtLever(config, keys), lostAfterMs(config.workers.holdMs)),
    },
    {
      provide: Connections, inject: [Database, CLOCK, ConnectionStore, Hooks, AuditTrail, CONFIG],
      useFactory: (database: Database, clock: Clock, store: ConnectionStore, hooks: Hooks, audit: AuditTrail, config: AppConfig) =>
        new Connections({ database, clock, store, hooks, audit, rates: config.lever.rate, publicUrl: config.http.publicUrl }),
    },
    {
      provide: LeverProbe, inject: [CONFIG],
      useFactory: (config: AppConfig) => new LeverProbe({ baseUrl: config.lever.apiUrl, timeoutMs: config.lever.timeoutMs }),
    },
  ],
  exports: [ConnectionStore, Hooks, IntegrationKeys, TokenKeeper, Connections, LeverProbe],
})
export class ConnectionsModule {}
