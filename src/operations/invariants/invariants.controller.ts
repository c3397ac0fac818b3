import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Needs } from '../../sdk/rest.js';
import { InvariantMonitor } from './invariant-monitor.js';

export class InvariantView {
  @ApiProperty({ example: 'action-has-an-outcome' }) name!: string;
  @ApiProperty({ description: 'What must always hold.' }) promise!: string;
  @ApiProperty({ description: '0 when it holds.', example: 0 }) violations!: number;
  @ApiProperty({ description: 'Ids of the first few rows that break it.', type: [String] }) examples!: readonly string[];
  @ApiProperty({ description: 'What to do when it is broken.' }) remedy!: string;
}
export class InvariantList {
  @ApiProperty({ description: 'Whether all of them hold.' }) healthy!: boolean;
  @ApiProperty({ type: [InvariantView] }) data!: readonly InvariantView[];
}

@ApiTags('operations')
@ApiBearerAuth()
@Controller('v1/invariants')
export class InvariantsController {
  constructor(private readonly monitor: InvariantMonitor) {}

  @Get()
  @Needs('operate')
  @ApiOperation({ operationId: 'checkInvariants', summary: 'Check what must always hold, over all organisations' })
  @ApiOkResponse({ type: InvariantList })
  async check(): Promise<InvariantList> {
    const data = await this.monitor.check();
    return { healthy: data.every((one) => one.violations === 0), data };
  }
}
