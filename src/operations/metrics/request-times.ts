import { Injectable } from '@nestjs/common';
import type { Histogram } from 'prom-client';
import { Metrics } from './metrics.js';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
type Labels = Readonly<Record<'method' | 'route' | 'status', string>>;

/** How long requests took, by route pattern. */
@Injectable()
export class RequestTimes {
  private readonly histogram: Histogram<'method' | 'route' | 'status'>;

  constructor(metrics: Metrics) {
    this.histogram = metrics.histogram({
      name: 'patchbay_http_request_seconds', help: 'Duration of HTTP requests.', labels: ['method', 'route', 'status'], buckets: BUCKETS,
    });
  }

  observe(labels: Labels, seconds: number): void {
    this.histogram.observe(labels, seconds);
  }
}
