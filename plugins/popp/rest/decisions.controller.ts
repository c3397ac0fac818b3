import { Body, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { decisionView, listDecisions, visibleDecision } from './decision-rows.js';
import { reject, rejectReasons, retry, shortlist, undo } from './decision.use-cases.js';
import { ChosenDto, DecisionPage, DecisionQuery, DecisionView, ReasonList, RejectDto } from './decisions.dto.js';

@PluginController(KEY)
export class DecisionsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('reject-reasons')
  @Needs('use')
  @ApiOperation({ operationId: 'listPoppRejectReasons', summary: "Lever's archive reasons of this moment; hired ones are never offered." })
  @ApiOkResponse({ type: ReasonList })
  reasons(@Caller() caller: Principal): Promise<ReasonList> {
    return this.run(caller, rejectReasons);
  }

  @Post('analyses/:id/rejections')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'rejectPoppCandidates', summary: 'Archives the chosen in Lever with that reason, as the person who clicks. One result for each; whoever was moved on meanwhile is skipped.' })
  @ApiOkResponse({ type: DecisionView })
  reject(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: RejectDto): Promise<DecisionView> {
    return this.run(caller, (ctx) => reject(ctx, id, body));
  }

  @Post('analyses/:id/shortlists')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'shortlistPoppCandidates', summary: 'Moves the chosen to the stage for Shortlist in Lever, never backwards; without a stage they are marked here only.' })
  @ApiOkResponse({ type: DecisionView })
  shortlist(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: ChosenDto): Promise<DecisionView> {
    return this.run(caller, (ctx) => shortlist(ctx, id, body));
  }

  @Get('analyses/:id/decisions')
  @Needs('see')
  @ApiOperation({ operationId: 'listPoppDecisions', summary: 'Rejections and shortlists with the result of each person, newest first.' })
  @ApiOkResponse({ type: DecisionPage })
  list(@Caller() caller: Principal, @IdParam('id') id: string, @Query() query: DecisionQuery): Promise<DecisionPage> {
    return this.run(caller, (ctx) => listDecisions(ctx, this.pager, id, query));
  }

  @Get('decisions/:id')
  @Needs('see')
  @ApiOperation({ operationId: 'getPoppDecision', summary: 'One decision with the result of each person.' })
  @ApiOkResponse({ type: DecisionView })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<DecisionView> {
    return this.run(caller, async (ctx) => decisionView(ctx, await visibleDecision(ctx, id)));
  }

  @Post('decisions/:id/retry')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryPoppDecision', summary: 'Tries the failures again, and only them.' })
  @ApiOkResponse({ type: DecisionView })
  retry(@Caller() caller: Principal, @IdParam('id') id: string): Promise<DecisionView> {
    return this.run(caller, (ctx) => retry(ctx, id));
  }

  @Post('decisions/:id/undo')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'undoPoppRejection', summary: 'Takes a rejection back within ten minutes, while nothing else has touched the opportunity.' })
  @ApiOkResponse({ type: DecisionView })
  undo(@Caller() caller: Principal, @IdParam('id') id: string): Promise<DecisionView> {
    return this.run(caller, (ctx) => undo(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<PoppSettings, T>(KEY, caller, work);
  }
}
