import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { PatchbayError } from '../../sdk/errors.js';
import { Needs } from '../../sdk/rest.js';
import { HealthChecks } from './health-checks.js';

class LiveDto {
  @ApiProperty({ enum: ['ok'] }) status!: 'ok';
}

class CheckDto {
  @ApiProperty({ example: 'database' }) name!: string;
  @ApiProperty() ok!: boolean;
  @ApiProperty() durationMs!: number;
  @ApiProperty({ nullable: true, type: String }) reason!: string | null;
}

class ReadyDto extends LiveDto {
  @ApiProperty({ type: [CheckDto] }) checks!: CheckDto[];
}

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(private readonly checks: HealthChecks) {}

  @Get('live')
  @Needs('anyone')
  @ApiOperation({ operationId: 'isLive', summary: 'The process answers.' })
  @ApiOkResponse({ type: LiveDto })
  live(): LiveDto {
    return { status: 'ok' };
  }

  @Get('ready')
  @Needs('anyone')
  @ApiOperation({ operationId: 'isReady', summary: 'Everything this process needs works.' })
  @ApiOkResponse({ type: ReadyDto })
  @ApiServiceUnavailableResponse({ description: 'A problem that names each part that is down.' })
  async ready(): Promise<ReadyDto> {
    const checks = await this.checks.run();
    const down = checks.filter((check) => !check.ok);
    if (down.length === 0) return { status: 'ok', checks };
    throw new PatchbayError('not-ready', 'ours', `Not ready: ${down.map((check) => check.name).join(', ')}.`, {
      status: 503, retryable: true, fields: down.map(({ name, reason }) => ({ field: name, message: reason ?? 'down' })),
    });
  }
}
