import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf } from '../audit/caller-tenant.js';
import { Database } from '../database/database.js';
import { keysetPage } from '../http/keyset-page.js';
import { ActionRow, Job } from '../ledger/ledger.entity.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs, PAGER, type Page, type Pager } from '../sdk/rest.js';
import { ActionPage, ActionQuery, JobPage, JobQuery, toActionView, toJobView, type ActionView, type JobView } from './work.dto.js';

const NEWEST_FIRST = [{ property: 'id', direction: 'desc' }] as const;

/** The ledgers of work and of intended writes, newest first. */
@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1')
export class WorkController {
  constructor(private readonly database: Database, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('jobs')
  @Needs('configure')
  @ApiOperation({ operationId: 'listJobs', summary: 'Work of the integrations: waiting, done, dead.' })
  @ApiOkResponse({ type: JobPage })
  jobs(@Caller() by: Principal, @Query() query: JobQuery): Promise<Page<JobView>> {
    const { state, integration: integrationKey, opportunity: opportunityId } = query;
    return keysetPage(this.database.forTenant(tenantOf(by)), this.pager, query, {
      entity: Job, scope: `jobs:${JSON.stringify([state, integrationKey, opportunityId])}`, order: NEWEST_FIRST, toDto: toJobView,
      where: { ...(state && { state }), ...(integrationKey && { integrationKey }), ...(opportunityId && { opportunityId }) },
    });
  }

  @Get('actions')
  @Needs('configure')
  @ApiOperation({ operationId: 'listActions', summary: 'Intended writes to Lever and the vendors with their reasons and outcomes.' })
  @ApiOkResponse({ type: ActionPage })
  actions(@Caller() by: Principal, @Query() query: ActionQuery): Promise<Page<ActionView>> {
    const { state, integration: integrationKey, opportunity: opportunityId } = query;
    return keysetPage(this.database.forTenant(tenantOf(by)), this.pager, query, {
      entity: ActionRow, scope: `actions:${JSON.stringify([state, integrationKey, opportunityId])}`, order: NEWEST_FIRST, toDto: toActionView,
      where: { ...(state && { state }), ...(integrationKey && { integrationKey }), ...(opportunityId && { opportunityId }) },
    });
  }
}
