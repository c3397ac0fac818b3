import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, Length, Matches } from 'class-validator';
import { tenantOf } from '../audit/caller-tenant.js';
import { ApiKeys } from '../auth/api-keys.js';
import { IssuedKeyDto, toKeyDto } from '../auth/keys.dto.js';
import { IntegrationParam } from '../auth/route-marks.js';
import { Database } from '../database/database.js';
import { ShowsSecretOnce } from '../http/idempotency.interceptor.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { Catalogue } from './catalogue.js';

class VendorKeyDto {
  @ApiProperty({ minLength: 1, maxLength: 100, example: 'career.place back end' })
  @IsString() @Length(1, 100) @Matches(/\S/, { message: 'label must hold more than spaces' })
  label!: string;
}

/** Keys for a vendor's back end: they reach their own integration's resources at this organisation and nothing else. */
@ApiTags('integrations')
@ApiBearerAuth()
@IntegrationParam('key')
@Controller('v1/integrations/:key/vendor-keys')
export class VendorKeysController {
  constructor(private readonly database: Database, private readonly keys: ApiKeys, private readonly catalogue: Catalogue) {}

  @Post()
  @Needs('enable')
  @ShowsSecretOnce()
  @ApiOperation({ operationId: 'createVendorKey', summary: 'Makes a key for the vendor of an integration; the answer shows it this once.' })
  @ApiCreatedResponse({ type: IssuedKeyDto })
  async create(@Caller() by: Principal, @Param('key') key: string, @Body() body: VendorKeyDto): Promise<IssuedKeyDto> {
    const { manifest } = this.catalogue.get(key).provider;
    const issued = await this.database.inTenant(tenantOf(by), (em) => this.keys.issue(em, {
      tenantId: tenantOf(by), owner: { kind: 'ven', integrationKey: manifest.key }, label: body.label.trim(), expiresAt: null,
    }, by));
    return { ...toKeyDto(issued.row), key: issued.key };
  }
}
