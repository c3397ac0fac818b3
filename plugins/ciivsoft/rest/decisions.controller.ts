import { Body, Get, HttpCode, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Readable } from 'node:stream';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { decisionDetail, exportDecisions, listDecisions, override } from './decision.use-cases.js';
import { DecisionDetail, DecisionPage, DecisionQuery, ExportQuery, OverrideDto } from './decisions.dto.js';

const TYPES = { csv: 'text/csv; charset=utf-8', json: 'application/x-ndjson' } as const;

@PluginController(KEY, 'decisions')
export class DecisionsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listCiivsoftDecisions', summary: 'Every decision with its score, reasons and outcome, negative ones included, newest first.' })
  @ApiOkResponse({ type: DecisionPage })
  list(@Caller() caller: Principal, @Query() query: DecisionQuery): Promise<DecisionPage> {
    return this.run(caller, (ctx) => listDecisions(ctx, this.pager, query));
  }

  @Get('export')
  @Needs('configure')
  @ApiOperation({ operationId: 'exportCiivsoftDecisions', summary: 'The whole decision log as CSV, or as JSON with one decision a line.' })
  @ApiProduces('application/x-ndjson', 'text/csv')
  export(@Caller() caller: Principal, @Query() query: ExportQuery): Promise<StreamableFile> {
    const format = query.format ?? 'json';
    return this.run(caller, async (ctx) => new StreamableFile(Readable.from(exportDecisions(ctx, format), { objectMode: false }), {
      type: TYPES[format], disposition: `attachment; filename="ciivsoft-decisions.${format === 'csv' ? 'csv' : 'jsonl'}"`,
    }));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getCiivsoftDecision', summary: 'One decision and what happened to it afterwards.' })
  @ApiOkResponse({ type: DecisionDetail })
  one(@Caller() caller: Principal, @IdParam('id') id: string): Promise<DecisionDetail> {
    return this.run(caller, (ctx) => decisionDetail(ctx, id));
  }

  @Post(':id/override')
  @Needs('use')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'overrideCiivsoftDecision',
    summary: 'A person changes the outcome with a reason. "match" advances or makes the lead; "no-match" is remembered: nobody is moved back or archived.',
  })
  @ApiOkResponse({ type: DecisionDetail })
  override(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: OverrideDto): Promise<DecisionDetail> {
    return this.run(caller, (ctx) => override(ctx, id, body));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<CiivsoftSettings, T>(KEY, caller, work);
  }
}
