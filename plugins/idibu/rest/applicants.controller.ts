import { Body, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { applicantView, clickLight, erase, listApplicants, moveToStatus, visibleApplicant } from './applicant.use-cases.js';
import { ApplicantPage, ApplicantQuery, ApplicantView, ErasureDto, LightDto, StatusOfApplicantDto } from './applicants.dto.js';

@PluginController(KEY, 'applicants')
export class ApplicantsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listIdibuApplicants', summary: 'Applications of both sources, newest first.' })
  @ApiOkResponse({ type: ApplicantPage })
  list(@Caller() caller: Principal, @Query() query: ApplicantQuery): Promise<ApplicantPage> {
    return this.run(caller, (ctx) => listApplicants(ctx, this.pager, query));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getIdibuApplicant', summary: 'One application.' })
  @ApiOkResponse({ type: ApplicantView })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<ApplicantView> {
    return this.run(caller, async (ctx) => applicantView(await visibleApplicant(ctx, id)));
  }

  @Post(':id/light')
  @Needs('use')
  @HttpCode(200)
  @ApiOperation({ operationId: 'clickTrafficLight', summary: 'One click on green, amber (yellow) or red.' })
  @ApiOkResponse({ type: ApplicantView })
  light(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: LightDto): Promise<ApplicantView> {
    return this.run(caller, (ctx) => clickLight(ctx, id, body));
  }

  @Post(':id/status')
  @Needs('use')
  @HttpCode(200)
  @ApiOperation({ operationId: 'moveIdibuApplicant', summary: 'Moves an idibu applicant into a status; Lever’s people are moved in Lever.' })
  @ApiOkResponse({ type: ApplicantView })
  status(@Caller() caller: Principal, @IdParam('id') id: string, @Body() { statusId }: StatusOfApplicantDto): Promise<ApplicantView> {
    return this.run(caller, (ctx) => moveToStatus(ctx, id, statusId));
  }

  @Post(':id/erasure')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'eraseIdibuApplicant', summary: 'Forgets the applicant here; in the CRM and in idibu only where ticked.' })
  @ApiOkResponse({ type: ApplicantView })
  erase(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: ErasureDto): Promise<ApplicantView> {
    return this.run(caller, (ctx) => erase(ctx, id, body));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<IdibuSettings, T>(KEY, caller, work);
  }
}
