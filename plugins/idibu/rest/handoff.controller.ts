import { Body, Get, Headers, HttpCode, Inject, Post, Put, Query } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, CallerError, Needs, PluginController, USE_CASES, type Principal, type UseCases } from 'patchbay/sdk';
import { tickBox } from '../handoff.js';
import { KEY, type UseCase } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { CrmJobList, CrmPoolList, CrmUserList, ProfileView } from './forwards.dto.js';
import { connectProfile } from './forward.use-cases.js';
import { BulkSendDto, BulkSendView, HandoffForm, HandoffView, LoginDto, LoginView, PreviewQuery, PreviewView, ProfileDto, SaveHandoffDto, SearchQuery, TickDto } from './handoff.dto.js';
import { bulkSend, connectedCrm, disconnect, handoffPage, logIn, preview, save } from './handoff.use-cases.js';

@PluginController(KEY)
export class HandoffController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Get('handoff')
  @Needs('see')
  @ApiOperation({ operationId: 'getCrmHandoff', summary: 'Settings > CRM Handoff: the CRMs, the login button, the boxes and what needs attention.' })
  @ApiOkResponse({ type: HandoffView })
  page(@Caller() caller: Principal): Promise<HandoffView> {
    return this.run(caller, handoffPage);
  }

  @Post('handoff/form')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'tickCrmHandoffBox', summary: 'What ticking a box does to the form; nothing is saved.' })
  @ApiOkResponse({ type: HandoffForm })
  tick(@Caller() caller: Principal, @Body() { form, box, isOn }: TickDto): Promise<HandoffForm> {
    return this.run(caller, async () => ({ ...tickBox(form, box, isOn) }));
  }

  @Put('handoff')
  @Needs('configure')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The revision you saw.' })
  @ApiOperation({ operationId: 'saveCrmHandoff', summary: 'SAVE SETTINGS: takes effect for what happens from now on.' })
  @ApiOkResponse({ type: HandoffView })
  save(@Caller() caller: Principal, @Headers('if-match') ifMatch: string | undefined, @Body() body: SaveHandoffDto): Promise<HandoffView> {
    const expected = /^"?(\d{1,9})"?$/.exec(ifMatch ?? '')?.[1];
    if (expected === undefined) {
      throw new CallerError('if-match-missing', 'Send the revision you saw as If-Match.', { status: 428, fields: [{ field: 'If-Match', message: 'is missing' }] });
    }
    return this.run(caller, (ctx) => save(ctx, body, Number(expected)));
  }

  @Post('handoff/login')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'logInToCrm', summary: 'Address of the selected CRM’s own sign-in page.' })
  @ApiOkResponse({ type: LoginView })
  logIn(@Caller() caller: Principal, @Body() body: LoginDto): Promise<LoginView> {
    return this.run(caller, (ctx) => logIn(ctx, body));
  }

  @Post('handoff/disconnect')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'disconnectCrm', summary: 'Forgets the sign-in; settings and history stay.' })
  @ApiOkResponse({ type: HandoffView })
  disconnect(@Caller() caller: Principal): Promise<HandoffView> {
    return this.run(caller, disconnect);
  }

  @Get('handoff/preview')
  @Needs('configure')
  @ApiOperation({ operationId: 'previewCrmHandoff', summary: 'Who would have been sent had this way been on before; nobody is sent.' })
  @ApiOkResponse({ type: PreviewView })
  preview(@Caller() caller: Principal, @Query() query: PreviewQuery): Promise<PreviewView> {
    return this.run(caller, (ctx) => preview(ctx, query));
  }

  @Post('bulk-sends')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'bulkSendToCrm', summary: 'Sends those of the preview, once their number is confirmed.' })
  @ApiOkResponse({ type: BulkSendView })
  bulkSend(@Caller() caller: Principal, @Body() body: BulkSendDto): Promise<BulkSendView> {
    return this.run(caller, (ctx) => bulkSend(ctx, body));
  }

  @Get('crm/jobs')
  @Needs('use')
  @ApiOperation({ operationId: 'searchCrmJobs', summary: 'Open vacancies of the connected CRM.' })
  @ApiOkResponse({ type: CrmJobList })
  jobs(@Caller() caller: Principal, @Query() { search }: SearchQuery): Promise<CrmJobList> {
    return this.run(caller, async (ctx) => ({ data: (await (await connectedCrm(ctx)).searchJobs(search ?? '')).map((job) => ({ ...job })), next: null }));
  }

  @Get('crm/pools')
  @Needs('configure')
  @ApiOperation({ operationId: 'listCrmPools', summary: 'Pools of the connected CRM for kept people.' })
  @ApiOkResponse({ type: CrmPoolList })
  pools(@Caller() caller: Principal): Promise<CrmPoolList> {
    return this.run(caller, async (ctx) => ({ data: (await (await connectedCrm(ctx)).pools()).map((pool) => ({ ...pool })), next: null }));
  }

  @Get('crm/users')
  @Needs('use')
  @ApiOperation({ operationId: 'listCrmUsers', summary: 'Users of the connected CRM.' })
  @ApiOkResponse({ type: CrmUserList })
  users(@Caller() caller: Principal): Promise<CrmUserList> {
    return this.run(caller, async (ctx) => ({ data: (await (await connectedCrm(ctx)).users()).map((user) => ({ ...user })), next: null }));
  }

  @Put('profile')
  @Needs('use')
  @ApiOperation({ operationId: 'connectCrmProfile', summary: 'Says which CRM user you are: people whom you forward belong to you there.' })
  @ApiOkResponse({ type: ProfileView })
  profile(@Caller() caller: Principal, @Body() { crmUserId }: ProfileDto): Promise<ProfileView> {
    return this.run(caller, (ctx) => connectProfile(ctx, crmUserId));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<IdibuSettings, T>(KEY, caller, work);
  }
}
