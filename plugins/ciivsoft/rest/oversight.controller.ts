import { Body, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, PluginController, USE_CASES, type Principal, type UseCases } from 'patchbay/sdk';
import { KEY, type UseCase } from '../ciivsoft.context.js';
import type { CiivsoftSettings } from '../ciivsoft.settings.js';
import { EngineAcceptanceDto, EngineView, InventoryView, MonitoringView } from './oversight.dto.js';
import { acceptEngine, engineView, inventoryView, monitoring } from './oversight.use-cases.js';

@PluginController(KEY)
export class OversightController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Get('inventory')
  @Needs('see')
  @ApiOperation({ operationId: 'getCiivsoftInventory', summary: 'Each feature: purpose, data used, what is never read, human oversight, version.' })
  @ApiOkResponse({ type: InventoryView })
  inventory(@Caller() caller: Principal): Promise<InventoryView> {
    return this.run(caller, async (ctx) => inventoryView(ctx));
  }

  @Get('monitoring')
  @Needs('configure')
  @ApiOperation({ operationId: 'getCiivsoftMonitoring', summary: 'Share of matches and mean score by week, overrides, failures, refused leads.' })
  @ApiOkResponse({ type: MonitoringView })
  monitoring(@Caller() caller: Principal): Promise<MonitoringView> {
    return this.run(caller, (ctx) => monitoring(ctx));
  }

  @Get('engine')
  @Needs('see')
  @ApiOperation({ operationId: 'getCiivsoftEngine', summary: 'The matching engine and whether it was accepted.' })
  @ApiOkResponse({ type: EngineView })
  engine(@Caller() caller: Principal): Promise<EngineView> {
    return this.run(caller, (ctx) => engineView(ctx));
  }

  @Post('engine/acceptance')
  @Needs('configure')
  @HttpCode(200)
  @ApiOperation({ operationId: 'acceptCiivsoftEngine', summary: 'Accepts a changed matching engine; until then runs wait.' })
  @ApiOkResponse({ type: EngineView })
  accept(@Caller() caller: Principal, @Body() body: EngineAcceptanceDto): Promise<EngineView> {
    return this.run(caller, (ctx) => acceptEngine(ctx, body.engineVersion));
  }

  private run<T>(caller: Principal, work: (ctx: UseCase) => Promise<T>): Promise<T> {
    return this.useCases.run<CiivsoftSettings, T>(KEY, caller, work);
  }
}
