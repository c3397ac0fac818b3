import { Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, IdParam, Needs, PAGER, type Pager, PluginController, type Principal, USE_CASES, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../career-place.context.js';
import type { CareerPlaceSettings } from '../career-place.settings.js';
import { EntryDetail, EntryPage, EntryQuery, EntryView } from './entries.dto.js';
import { entryDetail, listEntries, reinvite, retry, withdraw } from './entry.use-cases.js';

@PluginController(KEY, 'entries')
export class EntriesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases, @Inject(PAGER) private readonly pager: Pager) {}

  @Get()
  @Needs('see')
  @ApiOperation({ operationId: 'listCareerPlaceEntries', summary: 'Candidates in the funnels, newest first.' })
  @ApiOkResponse({ type: EntryPage })
  list(@Caller() caller: Principal, @Query() query: EntryQuery): Promise<EntryPage> {
    return this.run(caller, (ctx) => listEntries(ctx, this.pager, query));
  }

  @Get(':id')
  @Needs('see')
  @ApiOperation({ operationId: 'getCareerPlaceEntry', summary: 'One candidate in one funnel with the whole history.' })
  @ApiOkResponse({ type: EntryDetail })
  get(@Caller() caller: Principal, @IdParam('id') id: string): Promise<EntryDetail> {
    return this.run(caller, (ctx) => entryDetail(ctx, id));
  }

  @Post(':id/reinvite')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'reinviteCareerPlaceEntry', summary: 'Sends a new invitation and starts a new window of 420 hours.' })
  @ApiOkResponse({ type: EntryView })
  reinvite(@Caller() caller: Principal, @IdParam('id') id: string): Promise<EntryView> {
    return this.run(caller, (ctx) => reinvite(ctx, id));
  }

  @Post(':id/retry')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'retryCareerPlaceEntry', summary: 'Tries again what needed a person: the invitation after a corrected address, or the move after another stage was chosen.' })
  @ApiOkResponse({ type: EntryView })
  retry(@Caller() caller: Principal, @IdParam('id') id: string): Promise<EntryView> {
    return this.run(caller, (ctx) => retry(ctx, id));
  }

  @Post(':id/withdraw')
  @Needs('use')
  @HttpCode(202)
  @ApiOperation({ operationId: 'withdrawCareerPlaceEntry', summary: 'Takes the candidate out of the funnel; tags and stage in Lever stay as they are.' })
  @ApiOkResponse({ type: EntryView })
  withdraw(@Caller() caller: Principal, @IdParam('id') id: string): Promise<EntryView> {
    return this.run(caller, (ctx) => withdraw(ctx, id));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<CareerPlaceSettings, T>(KEY, caller, work);
  }
}
