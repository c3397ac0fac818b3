import { Body, Controller, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiCreatedResponse, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { tenantOf } from '../../audit/caller-tenant.js';
import { CallerError } from '../../sdk/errors.js';
import type { Principal } from '../../sdk/principal.js';
import { Caller, Needs } from '../../sdk/rest.js';
import { EraseDto, ErasureDto, ErasurePreviewDto } from './erasure.dto.js';
import type { ErasureReport } from './erasure-store.js';
import { ErasureService } from './erasure.service.js';
import type { Forgotten } from './tombstones.js';

@ApiTags('erasures')
@ApiBearerAuth()
@ApiExtraModels(ErasureDto, ErasurePreviewDto)
@Controller('v1/erasures')
export class ErasuresController {
  constructor(private readonly erasures: ErasureService) {}

  @Post()
  @Needs('configure')
  @ApiOperation({ operationId: 'erasePerson', summary: 'Counts what is kept about a contact, or with `confirm` erases it for good.' })
  @ApiCreatedResponse({ schema: { oneOf: [{ $ref: getSchemaPath(ErasureDto) }, { $ref: getSchemaPath(ErasurePreviewDto) }] } })
  async erase(@Caller() caller: Principal, @Body() body: EraseDto): Promise<ErasureDto | ErasurePreviewDto> {
    const tenantId = tenantOf(caller);
    const person = forgottenOf(body);
    if (body.confirm !== true) return { state: 'preview', counts: await this.erasures.preview(tenantId, person) };
    return toDto(await this.erasures.erase(tenantId, person, { by: caller, cause: body.cause ?? 'request' }));
  }

  @Get(':id')
  @Needs('configure')
  @ApiOperation({ operationId: 'getErasure', summary: 'How far an erasure has come.' })
  @ApiOkResponse({ type: ErasureDto })
  async get(@Caller() caller: Principal, @Param('id', ParseUUIDPipe) id: string): Promise<ErasureDto> {
    const report = await this.erasures.find(tenantOf(caller), id);
    if (!report) throw CallerError.notFound('The erasure');
    return toDto(report);
  }
}

function forgottenOf({ contactId, opportunityIds = [], otherPerson }: EraseDto): Forgotten {
  if (contactId !== undefined && otherPerson === undefined) return { contactId, opportunityIds };
  if (contactId === undefined && otherPerson !== undefined) return { integrationKey: otherPerson.integrationKey, otherPersonId: otherPerson.otherPersonId };
  throw CallerError.invalid([{ field: '/contactId', message: 'Give contactId or otherPerson, not both.' }]);
}

function toDto({ startedAtMs, finishedAtMs, ...report }: ErasureReport): ErasureDto {
  return {
    ...report,
    startedAt: new Date(startedAtMs).toISOString(),
    finishedAt: finishedAtMs === null ? null : new Date(finishedAtMs).toISOString(),
  };
}
