import { Body, Delete, Get, HttpCode, Inject, Put, Query } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, PAGER, PluginController, USE_CASES, type Pager, type Principal, type UseCases } from 'patchbay/sdk';
import { KEY } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { JobIdParam } from './id-in-path.js';
import { jobIntegration, listJobs, listPostings, listStages } from './job.use-cases.js';
import { JobIntegrationView, JobPage, JobQuery, LinkDto, LinkView, PostingList, PostingQuery, StageList, UnlinkQuery } from './jobs.dto.js';
import { deleteLink, putLink } from './link.use-cases.js';

@PluginController(KEY)
export class JobsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('jobs')
  @Needs('see')
  @ApiOperation({ operationId: 'listCareerPlaceJobs', summary: 'The Jobs (qualification funnels) at career.place and the Lever job each one holds.' })
  @ApiOkResponse({ type: JobPage })
  list(@Caller() caller: Principal, @Query() query: JobQuery): Promise<JobPage> {
    return this.useCases.run<CareerPlaceSettings, JobPage>(KEY, caller, (ctx) => listJobs(ctx, this.pager, query));
  }

  @Get('jobs/:jobId')
  @Needs('see')
  @ApiOperation({ operationId: 'getCareerPlaceJob', summary: 'The Integration screen of one Job: Lever selected already, its link, and whether set-up comes first.' })
  @ApiOkResponse({ type: JobIntegrationView })
  get(@Caller() caller: Principal, @JobIdParam() jobId: string): Promise<JobIntegrationView> {
    return this.useCases.run<CareerPlaceSettings, JobIntegrationView>(KEY, caller, (ctx) => jobIntegration(ctx, jobId));
  }

  @Put('jobs/:jobId/link')
  @Needs('use')
  @ApiOperation({
    operationId: 'linkCareerPlaceJob',
    summary: 'Selects the Lever job: from now on everybody who applies to it is invited. A posting held by another Job answers 409 and names it.',
  })
  @ApiOkResponse({ type: LinkView })
  link(@Caller() caller: Principal, @JobIdParam() jobId: string, @Body() body: LinkDto): Promise<LinkView> {
    return this.useCases.run<CareerPlaceSettings, LinkView>(KEY, caller, (ctx) => putLink(ctx, jobId, body));
  }

  @Delete('jobs/:jobId/link')
  @Needs('use')
  @HttpCode(204)
  @ApiOperation({ operationId: 'unlinkCareerPlaceJob', summary: 'Ends the link for later applications; people in flight finish.' })
  @ApiNoContentResponse()
  unlink(@Caller() caller: Principal, @JobIdParam() jobId: string, @Query() query: UnlinkQuery): Promise<void> {
    return this.useCases.run<CareerPlaceSettings, void>(KEY, caller, (ctx) => deleteLink(ctx, jobId, query.stop === true));
  }

  @Get('lever-postings')
  @Needs('see')
  @ApiOperation({ operationId: 'listCareerPlacePostings', summary: 'Lever jobs to pick from, with the Job that holds each: published and internal ones unless asked otherwise.' })
  @ApiOkResponse({ type: PostingList })
  postings(@Caller() caller: Principal, @Query() query: PostingQuery): Promise<PostingList> {
    return this.useCases.run<CareerPlaceSettings, PostingList>(KEY, caller, (ctx) => listPostings(ctx, query));
  }

  @Get('lever-stages')
  @Needs('see')
  @ApiOperation({ operationId: 'listCareerPlaceStages', summary: 'Lever stages to choose for qualified candidates, in pipeline order.' })
  @ApiOkResponse({ type: StageList })
  stages(@Caller() caller: Principal): Promise<StageList> {
    return this.useCases.run<CareerPlaceSettings, StageList>(KEY, caller, (ctx) => listStages(ctx));
  }
}
