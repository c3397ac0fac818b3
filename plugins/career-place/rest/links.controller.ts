import { Body, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { InviteExistingDto, InviteExistingView } from './entries.dto.js';
import { LinkPage, LinkQuery } from './jobs.dto.js';
import { inviteExisting, listLinks } from './link.use-cases.js';

@PluginController(KEY, 'links')
export class LinksController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listCareerPlaceLinks', summary: 'Links between Jobs and Lever jobs, ended ones included, newest first.' })
  @ApiOkResponse({ type: LinkPage })
  list(@Caller() caller: Principal, @Query() query: LinkQuery): Promise<LinkPage> {
    return this.useCases.run<CareerPlaceSettings, LinkPage>(KEY, caller, (ctx) => listLinks(ctx, this.pager, query));
  }

  @Post(':id/invite-existing')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'inviteExistingCareerPlaceApplicants',
    summary: 'Counts who applied before the link; with that count confirmed, invites them. A count that changed meanwhile answers 409.',
  })
  @ApiOkResponse({ type: InviteExistingView })
  invite(@Caller() caller: Principal, @IdParam('id') id: string, @Body() body: InviteExistingDto): Promise<InviteExistingView> {
    return this.useCases.run<CareerPlaceSettings, InviteExistingView>(KEY, caller, (ctx) => inviteExisting(ctx, id, body));
  }
}
