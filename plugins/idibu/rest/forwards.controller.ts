import { Body, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { chooseVacancy, listForwards, matchesOf, oneForward, pick, retry } from './forward.use-cases.js';
import { ChooseVacancyDto, ForwardPage, ForwardQuery, ForwardView, MatchList, PickDto } from './forwards.dto.js';

@PluginController(KEY, 'forwards')
export class ForwardsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listForwards', summary: 'Every hand-off: who, when, by which way, into which CRM, how it ended.' })
  @ApiOkResponse({ type: ForwardPage })
  list(@Caller() caller: Principal, @Query() query: ForwardQuery): Promise<ForwardPage> {
    return this.run(caller, (ctx) => listForwards(ctx, this.pager, query));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getForward', summary: 'One hand-off with its steps.' })
  @ApiOkResponse({ type: ForwardView })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<ForwardView> {
    return this.run(caller, (ctx) => oneForward(ctx, id));
  }

  @Get(':id/matches')
  @Needs('use')
  @ApiOperation({ operationId: 'listForwardMatches', summary: 'Who in the CRM could be this person.' })
  @ApiOkResponse({ type: MatchList })
  matches(@Caller() caller: Principal, @IdParam('id') id: string): Promise<MatchList> {
    return this.run(caller, (ctx) => matchesOf(ctx, id));
  }

  @Post(':id/pick')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'pickForwardPerson', summary: 'Says which of several people it is, or that it is a new one.' })
  @ApiOkResponse({ type: ForwardView })
  pick(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: PickDto): Promise<ForwardView> {
    return this.run(caller, (ctx) => pick(ctx, id, body));
  }

  @Post(':id/vacancy')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'chooseForwardVacancy', summary: 'Chooses the CRM’s vacancy where none was found or it was closed.' })
  @ApiOkResponse({ type: ForwardView })
  vacancy(@Caller() caller: Principal, @IdParam('id') id: string, @Body() { crmJobId }: ChooseVacancyDto): Promise<ForwardView> {
    return this.run(caller, (ctx) => chooseVacancy(ctx, id, crmJobId));
  }

  @Post(':id/retry')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryForward', summary: 'Tries again what is held or failed; what stands is not sent again.' })
  @ApiOkResponse({ type: ForwardView })
  retry(@Caller() caller: Principal, @IdParam('id') id: string): Promise<ForwardView> {
    return this.run(caller, (ctx) => retry(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<IdibuSettings, T>(KEY, caller, work);
  }
}
