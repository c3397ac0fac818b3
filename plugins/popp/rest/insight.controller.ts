import { Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { Caller, Needs, PluginController, USE_CASES, type Principal, type UseCases } from 'patchbay/sdk';
import { KEY } from '../popp.context.js';
import type { PoppSettings } from '../popp.settings.js';
import { HelpView, ImpactQuery, ImpactReportView } from './impact.dto.js';
import { help, impactReport } from './impact.use-cases.js';

@PluginController(KEY)
export class InsightController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Get('impact-report')
  @Needs('configure')
  @ApiOperation({
    operationId: 'getPoppImpactReport',
    summary: "Adverse impact by sex, race and both, from Lever's anonymous survey answers: selection rates, ratios to the best group and significance. Small groups are hidden.",
  })
  @ApiOkResponse({ type: ImpactReportView })
  impact(@Caller() caller: Principal, @Query() query: ImpactQuery): Promise<ImpactReportView> {
    return this.useCases.run<PoppSettings, ImpactReportView>(KEY, caller, (ctx) => impactReport(ctx, query));
  }

  @Get('help')
  @Needs('see')
  @ApiOperation({ operationId: 'getPoppHelp', summary: 'Whom to ask, what a score is, and what is removed from a resume before it is read.' })
  @ApiOkResponse({ type: HelpView })
  help(@Caller() caller: Principal): Promise<HelpView> {
    return this.useCases.run<PoppSettings, HelpView>(KEY, caller, help);
  }
}
