import { Body, Get, Header, HttpCode, Inject, Post, Put, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { exportCandidates, listCandidates } from './candidate.use-cases.js';
import {
  CandidateFilter, CandidatePage, CandidateQuery, CandidateView, LogPage, LogQuery, OverrideDto, ReportView, RequirementsOfCandidateView,
} from './candidates.dto.js';
import { exportLog } from './log-export.js';
import { analyseAgain, decisionLog, override, report, requirementsOf, resumeFile } from './report.use-cases.js';

const CSV = 'text/csv; charset=utf-8';

@PluginController(KEY)
export class CandidatesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('analyses/:id/candidates')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppCandidates', summary: 'The dashboard: sorted, filtered, by groups. Who meets the mandatory requirements is apart from who does not.' })
  @ApiOkResponse({ type: CandidatePage })
  list(@Caller() caller: Principal, @IdParam('id') id: string, @Query() query: CandidateQuery): Promise<CandidatePage> {
    return this.run(caller, (ctx) => listCandidates(ctx, this.pager, id, query));
  }

  @Get('analyses/:id/candidates-export')
  @Needs('see')
  @Header('content-disposition', 'attachment; filename="candidates.csv"')
  @ApiOperation({ operationId: 'exportPoppCandidates', summary: 'The same list as CSV.' })
  @ApiProduces('text/csv')
  async export(@Caller() caller: Principal, @IdParam('id') id: string, @Query() filter: CandidateFilter): Promise<StreamableFile> {
    const text = await this.run(caller, (ctx) => exportCandidates(ctx, id, filter));
    return new StreamableFile(Buffer.from(text, 'utf8'), { type: CSV });
  }

  @Get('analyses/:id/decision-log')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppDecisionLog', summary: 'Every reading: inputs by hash, requirements, weights, outcomes, score and corrections, newest first.' })
  @ApiOkResponse({ type: LogPage })
  log(@Caller() caller: Principal, @IdParam('id') id: string, @Query() query: LogQuery): Promise<LogPage> {
    return this.run(caller, (ctx) => decisionLog(ctx, this.pager, id, query));
  }

  @Get('analyses/:id/decision-log-export')
  @Needs('see')
  @Header('content-disposition', 'attachment; filename="decision-log.csv"')
  @ApiOperation({ operationId: 'exportPoppDecisionLog', summary: 'The log as CSV, oldest first, one line for each requirement of each reading.' })
  @ApiProduces('text/csv')
  async exportLog(@Caller() caller: Principal, @IdParam('id') id: string): Promise<StreamableFile> {
    const text = await this.run(caller, (ctx) => exportLog(ctx, id));
    return new StreamableFile(Buffer.from(text, 'utf8'), { type: CSV });
  }

  @Get('candidates/:id/report')
  @Needs('see')
  @ApiOperation({ operationId: 'getPoppReport', summary: 'The detailed scoring report beside the resume. Looking at it is written down.' })
  @ApiOkResponse({ type: ReportView })
  report(@Caller() caller: Principal, @IdParam('id') id: string): Promise<ReportView> {
    return this.run(caller, (ctx) => report(ctx, id));
  }

  @Get('candidates/:id/requirements')
  @Needs('see')
  @ApiOperation({ operationId: 'getPoppRequirementsOfCandidate', summary: 'Which requirements were met and which were not.' })
  @ApiOkResponse({ type: RequirementsOfCandidateView })
  requirements(@Caller() caller: Principal, @IdParam('id') id: string): Promise<RequirementsOfCandidateView> {
    return this.run(caller, (ctx) => requirementsOf(ctx, id));
  }

  @Get('candidates/:id/resume')
  @Needs('see')
  @Header('x-content-type-options', 'nosniff')
  @ApiOperation({ operationId: 'getPoppResume', summary: 'The resume file that was read, from Lever. Looking at it is written down.' })
  @ApiProduces('application/octet-stream')
  async resume(@Caller() caller: Principal, @IdParam('id') id: string): Promise<StreamableFile> {
    const file = await this.run(caller, (ctx) => resumeFile(ctx, id));
    const name = encodeURIComponent(file.name);
    return new StreamableFile(Buffer.from(file.content), { type: 'application/octet-stream', disposition: `attachment; filename*=UTF-8''${name}` });
  }

  @Post('candidates/:id/analysis')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'analysePoppCandidateAgain', summary: 'Reads the newest resume again.' })
  @ApiOkResponse({ type: CandidateView })
  analyseAgain(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CandidateView> {
    return this.run(caller, (ctx) => analyseAgain(ctx, id));
  }

  @Put('candidates/:id/override')
  @Needs('use')
  @ApiOperation({ operationId: 'overridePoppResult', summary: 'Corrects what was found for one requirement, with a reason. What was found before stays in the history.' })
  @ApiOkResponse({ type: CandidateView })
  override(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: OverrideDto): Promise<CandidateView> {
    return this.run(caller, (ctx) => override(ctx, id, body));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<PoppSettings, T>(KEY, caller, work);
  }
}
