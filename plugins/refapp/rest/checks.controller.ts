import { Body, Delete, Get, HttpCode, Inject, Patch, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import { adjust, askCandidate, cancelCheck, checkDetail, closeCheck, eraseCheck, listChecks, retryCheck, startByHand } from './check.use-cases.js';
import { AskDto, CheckChangeDto, CheckDetail, CheckPage, CheckQuery, CheckView, NewRefereeDto, RefereeAdded, RemindDto, StartCheckDto } from './checks.dto.js';
import { RefereeIdParam } from './id-in-path.js';
import { addReferee, approveHints, askReferee, remindByHand, reopenReferee } from './referee.use-cases.js';

@PluginController(KEY, 'checks')
export class ChecksController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listRefappChecks', summary: 'Reference checks with their status box, newest first.' })
  @ApiOkResponse({ type: CheckPage })
  list(@Caller() caller: Principal, @Query() query: CheckQuery): Promise<CheckPage> {
    return this.run(caller, (ctx) => listChecks(ctx, this.pager, query));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getRefappCheck', summary: 'One reference check: referees, hints and the whole history.' })
  @ApiOkResponse({ type: CheckDetail })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CheckDetail> {
    return this.run(caller, (ctx) => checkDetail(ctx, id));
  }

  @Post()
  @Needs('use')
  @ApiOperation({ operationId: 'startRefappCheck', summary: 'Starts reference taking on a candidate by hand.' })
  @ApiCreatedResponse({ type: CheckView })
  start(@Caller() caller: Principal, @Body() body: StartCheckDto): Promise<CheckView> {
    return this.run(caller, (ctx) => startByHand(ctx, body));
  }

  @Patch(':id')
  @Needs('use')
  @ApiOperation({ operationId: 'adjustRefappCheck', summary: 'Another number of references, more days, automatic reminders on or off.' })
  @ApiOkResponse({ type: CheckView })
  adjust(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: CheckChangeDto): Promise<CheckView> {
    return this.run(caller, (ctx) => adjust(ctx, id, body));
  }

  @Post(':id/request')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'askRefappCandidate', summary: 'Asks the candidate where nothing goes out by itself.' })
  @ApiOkResponse({ type: CheckView })
  ask(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: AskDto): Promise<CheckView> {
    return this.run(caller, (ctx) => askCandidate(ctx, id, body));
  }

  @Post(':id/remind')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'remindRefappPerson', summary: 'Reminds the candidate or one referee by hand.' })
  @ApiOkResponse({ type: CheckView })
  remind(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: RemindDto): Promise<CheckView> {
    return this.run(caller, (ctx) => remindByHand(ctx, id, body));
  }

  @Post(':id/referees')
  @Needs('use')
  @ApiOperation({ operationId: 'addRefappReferee', summary: 'Names a referee by hand.' })
  @ApiCreatedResponse({ type: RefereeAdded })
  addReferee(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: NewRefereeDto): Promise<RefereeAdded> {
    return this.run(caller, (ctx) => addReferee(ctx, id, body));
  }

  @Post(':id/referees/:refereeId/request')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'askRefappReferee', summary: 'Asks a referee where nothing goes out by itself.' })
  @ApiOkResponse({ type: CheckView })
  askReferee(@Caller() caller: Principal, @IdParam('id') id: string, @RefereeIdParam() refereeId: string, @Body() body: AskDto): Promise<CheckView> {
    return this.run(caller, (ctx) => askReferee(ctx, id, refereeId, body));
  }

  @Post(':id/referees/:refereeId/reopen')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'reopenRefappReferee', summary: 'Lets a referee correct their answers before the report is finished.' })
  @ApiOkResponse({ type: CheckView })
  reopen(@Caller() caller: Principal, @IdParam('id') id: string, @RefereeIdParam() refereeId: string): Promise<CheckView> {
    return this.run(caller, (ctx) => reopenReferee(ctx, id, refereeId));
  }

  @Post(':id/approve-hints')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'approveRefappHints', summary: 'Marks hints of shared addresses as looked at and approved.' })
  @ApiOkResponse({ type: CheckView })
  approve(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CheckView> {
    return this.run(caller, (ctx) => approveHints(ctx, id));
  }

  @Post(':id/close')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'closeRefappCheck', summary: 'Closes with the answers that are there: a partial report.' })
  @ApiOkResponse({ type: CheckView })
  close(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CheckView> {
    return this.run(caller, (ctx) => closeCheck(ctx, id));
  }

  @Post(':id/cancel')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'cancelRefappCheck', summary: 'Cancels: links end, nobody is written to any more.' })
  @ApiOkResponse({ type: CheckView })
  cancel(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CheckView> {
    return this.run(caller, (ctx) => cancelCheck(ctx, id));
  }

  @Post(':id/retry')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryRefappCheck', summary: 'Reads the candidate’s contact details anew and tries again.' })
  @ApiOkResponse({ type: CheckView })
  retry(@Caller() caller: Principal, @IdParam('id') id: string): Promise<CheckView> {
    return this.run(caller, (ctx) => retryCheck(ctx, id));
  }

  @Delete(':id')
  @Needs('configure')
  @HttpCode(204)
  @ApiOperation({ operationId: 'eraseRefappCheck', summary: 'Erases candidate, referees and answers of one check, also at Refapp.' })
  @ApiNoContentResponse()
  erase(@Caller() caller: Principal, @IdParam('id') id: string): Promise<void> {
    return this.run(caller, (ctx) => eraseCheck(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<RefappSettings, T>(KEY, caller, work);
  }
}
