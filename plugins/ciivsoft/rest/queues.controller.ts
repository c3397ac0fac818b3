import { Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, PAGER, PluginController, USE_CASES, type Pager, type Principal, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { LeverIdParam } from './ids.js';
import { listChances, listPostings, listScreenings, screenAgain, searchPosting } from './queue.use-cases.js';
import { ChancePage, ChanceQuery, PostingQuery, ScreeningPage, ScreeningQuery, ScreeningView, SeenPostingPage, SeenPostingView } from './queues.dto.js';

@PluginController(KEY)
export class QueuesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('applications')
  @Needs('see')
  @ApiOperation({ operationId: 'listCiivsoftApplications', summary: 'Applications on their way through FiiLTER, newest first.' })
  @ApiOkResponse({ type: ScreeningPage })
  applications(@Caller() caller: Principal, @Query() query: ScreeningQuery): Promise<ScreeningPage> {
    return this.run(caller, (ctx) => listScreenings(ctx, this.pager, query));
  }

  @Post('applications/:applicationId/screen-again')
  @Needs('configure')
  @HttpCode(202)
  @ApiOperation({ operationId: 'screenCiivsoftApplicationAgain', summary: 'Another review in the next run, if the resume or the description has changed.' })
  @ApiOkResponse({ type: ScreeningView })
  again(@Caller() caller: Principal, @LeverIdParam('applicationId') applicationId: string): Promise<ScreeningView> {
    return this.run(caller, (ctx) => screenAgain(ctx, applicationId));
  }

  @Get('postings')
  @Needs('see')
  @ApiOperation({ operationId: 'listCiivsoftPostings', summary: 'Jobs that ARKiiVE has seen, newest first.' })
  @ApiOkResponse({ type: SeenPostingPage })
  postings(@Caller() caller: Principal, @Query() query: PostingQuery): Promise<SeenPostingPage> {
    return this.run(caller, (ctx) => listPostings(ctx, this.pager, query));
  }

  @Post('postings/:postingId/search')
  @Needs('configure')
  @HttpCode(202)
  @ApiOperation({ operationId: 'searchCiivsoftPosting', summary: 'Searches the database for this job in the next run, also when it was open before.' })
  @ApiOkResponse({ type: SeenPostingView })
  search(@Caller() caller: Principal, @LeverIdParam('postingId') postingId: string): Promise<SeenPostingView> {
    return this.run(caller, (ctx) => searchPosting(ctx, postingId));
  }

  @Get('second-chances')
  @Needs('see')
  @ApiOperation({ operationId: 'listCiivsoftSecondChances', summary: "REFiiNE's queue, newest first." })
  @ApiOkResponse({ type: ChancePage })
  chances(@Caller() caller: Principal, @Query() query: ChanceQuery): Promise<ChancePage> {
    return this.run(caller, (ctx) => listChances(ctx, this.pager, query));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<CiivsoftSettings, T>(KEY, caller, work);
  }
}
