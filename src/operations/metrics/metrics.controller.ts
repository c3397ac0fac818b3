import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CallerError } from '../../sdk/errors.js';
import { Needs } from '../../sdk/rest.js';
import { mayReadMetrics } from './metrics-access.js';
import { Metrics } from './metrics.js';

/** Injection token of the metrics token; null for this machine only. */
export const METRICS_TOKEN = Symbol('patchbay:metrics-token');

@ApiTags('operations')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: Metrics, @Inject(METRICS_TOKEN) private readonly token: string | null) {}

  @Get()
  @Needs('anyone')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({ operationId: 'readMetrics', summary: 'Numbers for Prometheus; from this machine, or with the metrics token.' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ type: String })
  read(@Req() request: FastifyRequest): Promise<string> {
    if (!mayReadMetrics({ remoteAddress: request.socket.remoteAddress, headers: request.headers }, this.token)) {
      throw CallerError.forbidden('Metrics need the metrics token, or a request from this machine.');
    }
    return this.metrics.registry.metrics();
  }
}
