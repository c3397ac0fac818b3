import { Body, Delete, Get, HttpCode, Inject, Patch, Post, Put } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, PluginController, USE_CASES, type Principal, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../idibu.context.js';
import type { IdibuSettings } from '../idibu.settings.js';
import { OccasionParam, StatusIdParam } from './id-in-path.js';
import { deleteResponse, listResponses, saveResponse } from './response.use-cases.js';
import { ResponseDto, ResponseList, ResponseView } from './responses.dto.js';
import { StatusChangeDto, StatusDto, StatusItem, StatusList } from './status.dto.js';
import { changeStatus, createStatus, listStatuses } from './status.use-cases.js';

@PluginController(KEY)
export class StatusesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Get('statuses')
  @Needs('see')
  @ApiOperation({ operationId: 'listAtsStatuses', summary: 'idibu’s statuses and Lever’s stages.' })
  @ApiOkResponse({ type: StatusList })
  list(@Caller() caller: Principal): Promise<StatusList> {
    return this.run(caller, listStatuses);
  }

  @Post('statuses')
  @Needs('configure')
  @ApiOperation({ operationId: 'createAtsStatus', summary: 'Makes a status, in idibu too.' })
  @ApiCreatedResponse({ type: StatusItem })
  create(@Caller() caller: Principal, @Body() body: StatusDto): Promise<StatusItem> {
    return this.run(caller, (ctx) => createStatus(ctx, body));
  }

  @Patch('statuses/:id')
  @Needs('configure')
  @ApiOperation({ operationId: 'changeAtsStatus', summary: 'Renames, colours, reorders, switches on or off.' })
  @ApiOkResponse({ type: StatusItem })
  change(@Caller() caller: Principal, @StatusIdParam() id: string, @Body() body: StatusChangeDto): Promise<StatusItem> {
    return this.run(caller, (ctx) => changeStatus(ctx, id, body));
  }

  @Get('responses')
  @Needs('see')
  @ApiOperation({ operationId: 'listAutoResponses', summary: 'Messages that go out by themselves, per light, per status and on arrival.' })
  @ApiOkResponse({ type: ResponseList })
  responses(@Caller() caller: Principal): Promise<ResponseList> {
    return this.run(caller, listResponses);
  }

  @Put('responses/:occasion')
  @Needs('configure')
  @ApiOperation({ operationId: 'saveAutoResponse', summary: 'Edits a message or switches it on or off.' })
  @ApiOkResponse({ type: ResponseView })
  save(@Caller() caller: Principal, @OccasionParam() occasion: string, @Body() body: ResponseDto): Promise<ResponseView> {
    return this.run(caller, (ctx) => saveResponse(ctx, occasion, body));
  }

  @Delete('responses/:occasion')
  @Needs('configure')
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteAutoResponse', summary: 'Deletes a message of a status; the defaults stay.' })
  delete(@Caller() caller: Principal, @OccasionParam() occasion: string): Promise<void> {
    return this.run(caller, (ctx) => deleteResponse(ctx, occasion));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<IdibuSettings, T>(KEY, caller, work);
  }
}
