import { Body, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import {
  AnalysisPage, AnalysisQuery, AnalysisView, CreateAnalysisDto, ExtractionDto, OptionsDto, RequirementsDto, RoleList, VersionList, WeightsDto,
} from './analyses.dto.js';
import { archive, confirm, getAnalysis, listAnalyses, listVersions, saveRequirements, saveWeights } from './analysis.use-cases.js';
import { changeOptions, createAnalysis, extractAgain, listRoles } from './draft.use-cases.js';

@PluginController(KEY)
export class AnalysesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('roles')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppRoles', summary: 'Lever jobs to tick for a new analysis; one with a live analysis is greyed out and leads to it.' })
  @ApiOkResponse({ type: RoleList })
  roles(@Caller() caller: Principal): Promise<RoleList> {
    return this.run(caller, listRoles);
  }

  @Get('analyses')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppAnalyses', summary: 'Analyses, newest first.' })
  @ApiOkResponse({ type: AnalysisPage })
  list(@Caller() caller: Principal, @Query() query: AnalysisQuery): Promise<AnalysisPage> {
    return this.run(caller, (ctx) => listAnalyses(ctx, this.pager, query));
  }

  @Post('analyses')
  @Needs('use')
  @ApiOperation({ operationId: 'createPoppAnalysis', summary: 'A draft for a role; its requirements are read from the job description within 30 seconds. Nobody is analysed before Confirm.' })
  @ApiCreatedResponse({ type: AnalysisView })
  create(@Caller() caller: Principal, @Body() body: CreateAnalysisDto): Promise<AnalysisView> {
    return this.run(caller, (ctx) => createAnalysis(ctx, body));
  }

  @Get('analyses/:id')
  @Needs('see')
  @ApiOperation({ operationId: 'getPoppAnalysis', summary: 'Progress of the extraction, requirements, weights, categories not considered, and counts of the groups.' })
  @ApiOkResponse({ type: AnalysisView })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<AnalysisView> {
    return this.run(caller, (ctx) => getAnalysis(ctx, id));
  }

  @Get('analyses/:id/versions')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppVersions', summary: 'Every confirmed list of requirements, for audit.' })
  @ApiOkResponse({ type: VersionList })
  versions(@Caller() caller: Principal, @IdParam('id') id: string): Promise<VersionList> {
    return this.run(caller, (ctx) => listVersions(ctx, id));
  }

  @Post('analyses/:id/extraction')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'extractPoppRequirements', summary: 'Reads the requirements again, from the job description or from a pasted text. What was typed or edited stays.' })
  @ApiOkResponse({ type: AnalysisView })
  extract(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: ExtractionDto): Promise<AnalysisView> {
    return this.run(caller, (ctx) => extractAgain(ctx, id, body));
  }

  @Put('analyses/:id/requirements')
  @Needs('use')
  @ApiOperation({ operationId: 'savePoppRequirements', summary: 'Edits, adds, deletes and ticks Mandatory requirement. In a live analysis this is a new version: everybody is read again.' })
  @ApiOkResponse({ type: AnalysisView })
  requirements(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: RequirementsDto): Promise<AnalysisView> {
    return this.run(caller, (ctx) => saveRequirements(ctx, id, body));
  }

  @Put('analyses/:id/weights')
  @Needs('use')
  @ApiOperation({ operationId: 'savePoppWeights', summary: 'One slider for each category. Results are ranked anew at once; no resume is read.' })
  @ApiOkResponse({ type: AnalysisView })
  weights(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: WeightsDto): Promise<AnalysisView> {
    return this.run(caller, (ctx) => saveWeights(ctx, id, body));
  }

  @Put('analyses/:id/options')
  @Needs('use')
  @ApiOperation({ operationId: 'savePoppOptions', summary: 'Stage for Shortlist, and whether leads and archived people are taken in.' })
  @ApiOkResponse({ type: AnalysisView })
  options(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: OptionsDto): Promise<AnalysisView> {
    return this.run(caller, (ctx) => changeOptions(ctx, id, body));
  }

  @Post('analyses/:id/confirm')
  @Needs('use')
  @HttpCode(200)
  @ApiOperation({ operationId: 'confirmPoppAnalysis', summary: 'Creates the automation: existing applicants are analysed at once, later ones by themselves.' })
  @ApiOkResponse({ type: AnalysisView })
  confirm(@Caller() caller: Principal, @IdParam('id') id: string): Promise<AnalysisView> {
    return this.run(caller, (ctx) => confirm(ctx, id));
  }

  @Post('analyses/:id/archive')
  @Needs('use')
  @HttpCode(200)
  @ApiOperation({ operationId: 'archivePoppAnalysis', summary: 'Ends the automation; results stay readable.' })
  @ApiOkResponse({ type: AnalysisView })
  archive(@Caller() caller: Principal, @IdParam('id') id: string): Promise<AnalysisView> {
    return this.run(caller, (ctx) => archive(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<PoppSettings, T>(KEY, caller, work);
  }
}
