import { Body, Delete, Get, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, isoOf, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, WE_SELECT, type UseCase } from '../refapp.context.js';
import type { RefappSettings } from '../refapp.settings.js';
import { addStep, changeStep, getStep, listSteps, questionnaires, releaseStep, removeStep } from './step.use-cases.js';
import { NewStepDto, QuestionnaireList, ReleaseView, SignInView, StepChangeDto, StepPage, StepQuery, StepView, WeSelectView } from './steps.dto.js';

@PluginController(KEY)
export class StepsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get('questionnaires')
  @Needs('see')
  @ApiOperation({ operationId: 'listRefappQuestionnaires', summary: 'Questionnaires at Refapp that a step can use.' })
  @ApiOkResponse({ type: QuestionnaireList })
  questionnaires(@Caller() caller: Principal): Promise<QuestionnaireList> {
    return this.run(caller, questionnaires);
  }

  @Get('steps')
  @Needs('see')
  @ApiOperation({ operationId: 'listRefappSteps', summary: 'Process steps that take references, newest first.' })
  @ApiOkResponse({ type: StepPage })
  list(@Caller() caller: Principal, @Query() query: StepQuery): Promise<StepPage> {
    return this.run(caller, (ctx) => listSteps(ctx, this.pager, query));
  }

  @Get('steps/:id')
  @Needs('see')
  @ApiOperation({ operationId: 'getRefappStep', summary: 'One process step with its settings.' })
  @ApiOkResponse({ type: StepView })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<StepView> {
    return this.run(caller, (ctx) => getStep(ctx, id));
  }

  @Post('steps')
  @Needs('configure')
  @ApiOperation({ operationId: 'addRefappStep', summary: 'Adds reference taking as a step of a job: a new step at We Select, a pipeline stage in Lever.' })
  @ApiCreatedResponse({ type: StepView })
  add(@Caller() caller: Principal, @Body() body: NewStepDto): Promise<StepView> {
    return this.run(caller, (ctx) => addStep(ctx, body));
  }

  @Put('steps/:id')
  @Needs('configure')
  @ApiOperation({ operationId: 'changeRefappStep', summary: 'Other settings for those who start from now on; running checks keep theirs.' })
  @ApiOkResponse({ type: StepView })
  change(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: StepChangeDto): Promise<StepView> {
    return this.run(caller, (ctx) => changeStep(ctx, id, body));
  }

  @Delete('steps/:id')
  @Needs('configure')
  @HttpCode(204)
  @ApiOperation({ operationId: 'removeRefappStep', summary: 'Nobody is started by this step any more; running checks go on.' })
  @ApiNoContentResponse()
  remove(@Caller() caller: Principal, @IdParam('id') id: string): Promise<void> {
    return this.run(caller, (ctx) => removeStep(ctx, id));
  }

  @Post('steps/:id/start')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'startRefappStep', summary: 'Releases the people who waited for the step’s questionnaire.' })
  @ApiOkResponse({ type: ReleaseView })
  start(@Caller() caller: Principal, @IdParam('id') id: string): Promise<ReleaseView> {
    return this.run(caller, (ctx) => releaseStep(ctx, id));
  }

  @Get('we-select')
  @Needs('see')
  @ApiOperation({ operationId: 'getWeSelectAccount', summary: 'Whether We Select is connected.' })
  @ApiOkResponse({ type: WeSelectView })
  weSelect(@Caller() caller: Principal): Promise<WeSelectView> {
    return this.run(caller, async (ctx) => ({ state: (await ctx.accounts.status(WE_SELECT)).state }));
  }

  @Post('we-select/sign-in')
  @Needs('enable')
  @HttpCode(200)
  @ApiOperation({ operationId: 'signInToWeSelect', summary: 'Address at which a We Select administrator allows the integration.' })
  @ApiOkResponse({ type: SignInView })
  signIn(@Caller() caller: Principal): Promise<SignInView> {
    return this.run(caller, async (ctx) => {
      const { url, expiresAt } = await ctx.accounts.signIn(WE_SELECT, {});
      return { url, expiresAt: isoOf(expiresAt) };
    });
  }

  @Delete('we-select')
  @Needs('enable')
  @HttpCode(204)
  @ApiOperation({ operationId: 'disconnectWeSelect', summary: 'Forgets We Select’s token; steps there start nothing until somebody signs in again.' })
  @ApiNoContentResponse()
  signOut(@Caller() caller: Principal): Promise<void> {
    return this.run(caller, (ctx) => ctx.accounts.disconnect(WE_SELECT));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<RefappSettings, T>(KEY, caller, work);
  }
}
