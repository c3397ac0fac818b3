import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

interface MetricOptions<L extends string> {
  /** `patchbay_<part>_<what>_<unit>`; counters end in `_total`. */
  readonly name: string;
  readonly help: string;
  /** Few values each: never an id of a person, tenant or opportunity. */
  readonly labels?: readonly L[];
}

/** Every number the hub publishes. Asking for the same name again gives the same metric. */
@Injectable()
export class Metrics implements OnApplicationBootstrap {
  readonly registry = new Registry();
  private readonly logger = new Logger('metrics');
  private readonly failures = this.counter({
    name: 'patchbay_metrics_collect_failures_total', help: 'Metrics that could not be read.', labels: ['metric'],
  });

  onApplicationBootstrap(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  counter<L extends string = never>(options: MetricOptions<L>): Counter<L> {
    return this.known<Counter<L>>(options.name) ?? new Counter({ ...definition(options), registers: [this.registry] });
  }

  /** `collect` runs at each scrape; when it fails the other metrics still answer, and this one shows no value. */
  gauge<L extends string = never>(options: MetricOptions<L>, collect?: (gauge: Gauge<L>) => Promise<void>): Gauge<L> {
    const known = this.known<Gauge<L>>(options.name);
    if (known) return known;
    const collectAll = async (gauge: Gauge<L>) => {
      gauge.reset();
      await collect?.(gauge).catch((error: unknown) => {
        if (options.labels?.length) gauge.reset();
        else gauge.set(Number.NaN);
        this.failures.inc({ metric: options.name });
        this.logger.error({ event: 'metrics.collect-failed', metric: options.name, error });
      });
    };
    const gauge: Gauge<L> = new Gauge({
      ...definition(options), registers: [this.registry], ...(collect && { collect: () => collectAll(gauge) }),
    });
    return gauge;
  }

  histogram<L extends string = never>(options: MetricOptions<L> & { readonly buckets: readonly number[] }): Histogram<L> {
    return this.known<Histogram<L>>(options.name)
      ?? new Histogram({ ...definition(options), buckets: [...options.buckets], registers: [this.registry] });
  }

  private known<M>(name: string): M | undefined {
    return this.registry.getSingleMetric(name) as M | undefined;
  }
}

function definition<L extends string>(options: MetricOptions<L>) {
  return { name: options.name, help: options.help, labelNames: [...(options.labels ?? [])] };
}
