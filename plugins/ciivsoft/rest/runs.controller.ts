import { Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { listRuns, oneRun } from './run.use-cases.js';
import { RunPage, RunQuery, RunView } from './runs.dto.js';

/** To start one: `POST /v1/installations/ciivsoft/schedules/run/run`. */
@PluginController(KEY, 'runs')
export class RunsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listCiivsoftRuns', summary: 'What each solution did in each run, newest first. Decisions of a run: `/decisions?runId=`.' })
  @ApiOkResponse({ type: RunPage })
  list(@Caller() caller: Principal, @Query() query: RunQuery): Promise<RunPage> {
    return this.run(caller, (ctx) => listRuns(ctx, this.pager, query));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getCiivsoftRun', summary: 'One part of a run.' })
  @ApiOkResponse({ type: RunView })
  one(@Caller() caller: Principal, @IdParam('id') id: string): Promise<RunView> {
    return this.run(caller, (ctx) => oneRun(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<CiivsoftSettings, T>(KEY, caller, work);
  }
}
