import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { tenantOf } from '../audit/caller-tenant.js';
import { BusinessClock } from '../clock/business-clock.js';
import { Database } from '../database/database.js';
import { Bell } from '../ledger/bell.js';
import { listDeadLetters, retryAction, retryJob, type DeadLetter } from '../ledger/dead-letters.js';
import { CallerError } from '../sdk/errors.js';
import type { Principal } from '../sdk/principal.js';
import { Caller, Needs } from '../sdk/rest.js';
import { JourneyService, type JourneyStep } from './journey.service.js';

const MOST = 200;

/** What happened, what could not be done, and another try for it (G8). */
@ApiTags('ledger')
@ApiBearerAuth()
@Controller('v1')
export class LedgerController {
  constructor(
    private readonly database: Database, private readonly clock: BusinessClock, private readonly bell: Bell, private readonly journeys: JourneyService,
  ) {}

  @Get('opportunities/:id/journey')
  @Needs('see')
  @ApiOperation({ operationId: 'getJourney', summary: 'Everything that happened to an opportunity, across all integrations, with causes.' })
  async journey(@Caller() by: Principal, @Param('id') id: string): Promise<{ data: JourneyStep[]; next: null }> {
    return { data: await this.journeys.of(tenantOf(by), id), next: null };
  }

  @Get('dead-letters')
  @Needs('configure')
  @ApiOperation({ operationId: 'listDeadLetters', summary: 'The newest 200 things that need a person, each with cause and remedy.' })
  async deadLetters(@Caller() by: Principal): Promise<{ data: DeadLetter[]; next: null }> {
    return { data: await listDeadLetters(this.database.forTenant(tenantOf(by)), MOST), next: null };
  }

  @Post('dead-letters/:kind/:id/retry')
  @HttpCode(204)
  @Needs('configure')
  @ApiOperation({ operationId: 'retryDeadLetter', summary: 'Tries it again; what took effect before is not done twice.' })
  async retry(@Caller() by: Principal, @Param('kind') kind: string, @Param('id') id: string): Promise<void> {
    const retry = kind === 'job' ? retryJob : kind === 'action' ? retryAction : null;
    if (!retry || !/^\d{1,18}$/.test(id)) throw CallerError.notFound('This dead letter');
    const found = await this.database.inTenant(tenantOf(by), (em) => retry(em, id, this.clock.now()));
    if (!found) throw CallerError.notFound('This dead letter');
    this.bell.ring();
  }
}
