import { Body, Controller, Get, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, type AppConfig } from '../../config/app-config.js';
import { IntegrationParam } from '../auth/route-marks.js';
import { tenantOf } from '../audit/caller-tenant.js';
import { Connections, type ConnectionStatus } from '../connections/connections.js';
import { Hooks } from '../connections/hooks.js';
import { LeverProbe } from '../connections/lever-probe.js';
import { Database } from '../database/database.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { Catalogue } from './catalogue.js';
import type { Engine } from './engine.js';
import { LeverKeyDto, VendorCredentialDto, WebhookSecretDto } from './installations.dto.js';
import { probeVendor } from './vendor-probe.js';
import { ENGINE } from './ticker.js';

/** Credentials of an installation: they go in and never come out (D4, G6). */
@ApiTags('connections')
@ApiBearerAuth()
@IntegrationParam('key')
@Controller('v1')
export class ConnectionsController {
  constructor(
    private readonly connections: Connections, private readonly probe: LeverProbe, private readonly catalogue: Catalogue,
    private readonly hooks: Hooks, private readonly database: Database, @Inject(ENGINE) private readonly engine: Engine,
    @Inject(CONFIG) private readonly config: AppConfig,
  ) {}

  @Get('connections')
  @Needs('see')
  @ApiOperation({ operationId: 'listConnections', summary: 'Connections of the organisation, their states and missing permissions.' })
  async list(@Caller() by: Principal): Promise<{ data: ConnectionStatus[]; next: null }> {
    return { data: await this.connections.list(tenantOf(by)), next: null };
  }

  @Put('installations/:key/lever-key')
  @Needs('enable')
  @ApiOperation({ operationId: 'saveLeverKey', summary: 'Tries a Lever API key, reports what it lacks by Lever’s names, and keeps it.' })
  async leverKey(@Caller() by: Principal, @Param('key') key: string, @Body() body: LeverKeyDto): Promise<ConnectionStatus> {
    const { lever } = this.catalogue.get(key).provider.manifest;
    const id = await this.installationId(by, key);
    const found = await this.probe.tryKey(body.apiKey, [...lever.operations, ...(lever.optionalOperations ?? [])]);
    return this.connections.activate(tenantOf(by), id, 'lever', {
      secret: { kind: 'api_key', key: body.apiKey }, auth: 'api_key', accountId: found.accountId, actsAs: body.actsAs ?? null, scopes: [],
      missing: found.missing, expiresAt: null,
    }, by);
  }

  @Put('installations/:key/vendor-credential')
  @Needs('enable')
  @ApiOperation({ operationId: 'saveVendorCredential', summary: 'Keeps the vendor’s credential of an installation.' })
  async vendorCredential(@Caller() by: Principal, @Param('key') key: string, @Body() body: VendorCredentialDto): Promise<ConnectionStatus> {
    const { vendor } = this.catalogue.get(key).provider.manifest;
    if (!vendor) throw CallerError.conflict('no-vendor', 'This integration has no vendor to connect.');
    const id = await this.installationId(by, key);
    await probeVendor(vendor, this.config.vendors[vendor.system]?.baseUrl, body.credential);
    return this.connections.activate(tenantOf(by), id, vendor.system, {
      secret: { kind: 'api_key', key: body.credential }, auth: 'api_key', accountId: null, actsAs: null, scopes: [], missing: [], expiresAt: null,
    }, by);
  }

  @Put('installations/:key/lever-webhook')
  @HttpCode(204)
  @Needs('enable')
  @ApiOperation({ operationId: 'saveLeverWebhookSecret', summary: 'Keeps Lever’s signature token; the one before it stays valid while it is being changed.' })
  async webhookSecret(@Caller() by: Principal, @Param('key') key: string, @Body() body: WebhookSecretDto): Promise<void> {
    const id = await this.installationId(by, key);
    const door = await this.hooks.of(tenantOf(by), id, 'lever');
    if (!door) throw CallerError.notFound('The webhook address');
    await this.database.inTenant(tenantOf(by), (em) => this.hooks.addSecret(em, door, body.signatureToken));
  }

  private async installationId(by: Principal, key: string): Promise<string> {
    const view = await this.engine.directory.byKey(tenantOf(by), key);
    if (!view) throw CallerError.notFound(`An installation of ${key.slice(0, 60)}`);
    return view.id;
  }
}
