import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import { CallerError } from '../sdk/errors.js';
import { Needs } from '../sdk/rest.js';
import { BusinessClock } from './business-clock.js';

const TEN_YEARS_MS = 10 * 366 * 86_400_000;

class ClockDto {
  @ApiProperty({ description: 'How far business time runs ahead of the machine, ms. It never goes back.', minimum: 0, example: 86_400_000 })
  @IsInt() @Min(0) @Max(TEN_YEARS_MS)
  offsetMs!: number;
}

class ClockView {
  @ApiProperty({ format: 'date-time' }) now!: string;
}

/** Business time of the platform: the demo and trials move it, production cannot (D12). */
@ApiTags('platform')
@ApiBearerAuth()
@Controller('v1/clock')
export class ClockController {
  constructor(private readonly clock: BusinessClock) {}

  @Get()
  @Needs('operate')
  @ApiOperation({ operationId: 'getClock', summary: 'Business time now.' })
  get(): ClockView { return { now: new Date(this.clock.now()).toISOString() }; }

  @Put()
  @Needs('operate')
  @ApiOperation({ operationId: 'shiftClock', summary: 'Moves business time ahead for all processes; only where PATCHBAY_CLOCK_SHIFT allows it.' })
  async shift(@Body() body: ClockDto): Promise<ClockView> {
    if (!this.clock.isShiftable) throw CallerError.conflict('clock-fixed', 'Business time cannot be moved here. Start the hub with PATCHBAY_CLOCK_SHIFT=true to try things out.');
    await this.clock.shiftTo(body.offsetMs);
    return this.get();
  }
}
