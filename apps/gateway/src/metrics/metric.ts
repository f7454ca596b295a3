import { setImmediate as turn } from 'node:timers/promises';

import { type Histogram } from '@gateway/core';
import { type Metric as PromMetric, Registry } from 'prom-client';

/** Names and values of labels. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a metric. */
export interface Sample {
  readonly value: number;
  readonly labels?: Labels;
  /** The name of a time series of a histogram or a summary. @default the name of the metric */
  readonly metricName?: string;
}

/** A metric, whose values are read when it is scraped. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** One sentence. */
  readonly help: string;
  /** Returns one value without labels, or any number of samples, which are read while the event loop goes on. */
  readonly read: () => number | Iterable<Sample>;
}

/** The media type of `metricsText`. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Samples whose text is made in one turn of the event loop, which takes about a millisecond. */
const SAMPLES_PER_TURN = 250;
/** The lines `# HELP` and `# TYPE`. */
const HEADER_LINES = 2;

/**
 * The metrics in the Prometheus text format. Yields to the event loop, but does not wait for other work: a scrape must
 * end while the gateway has too much of it.
 */
export async function metricsText(metrics: readonly Metric[]): Promise<string> {
  const texts: string[] = [];
  let inTurn = 0;
  for (const metric of metrics) {
    let isFirst = true;
    for (const portion of portionsOf(metric.read())) {
      const text = await portionText(metric, portion);
      texts.push(isFirst ? text : text.split('\n').slice(HEADER_LINES).join('\n'));
      isFirst = false;
      inTurn += portion.length;
      if (inTurn < SAMPLES_PER_TURN) continue;
      await turn();
      inTurn = 0;
    }
  }
  return `${texts.join('\n')}\n`;
}

/** At least one portion, which is empty if there are no samples. A sample is read when its portion is. */
function* portionsOf(read: number | Iterable<Sample>): Generator<readonly Sample[]> {
  let portion: Sample[] = [];
  let isFirst = true;
  for (const sample of typeof read === 'number' ? [{ value: read }] : read) {
    portion.push(sample);
    if (portion.length < SAMPLES_PER_TURN) continue;
    yield portion;
    portion = [];
    isFirst = false;
  }
  if (isFirst || portion.length > 0) yield portion;
}

/** The time series of a histogram: cumulative counts by the upper bound of each bucket, the sum and the count. */
export function histogramSamples(name: string, histogram: Histogram, labels: Labels = {}): readonly Sample[] {
  const { bounds, counts, sum } = histogram;
  let count = 0;
  const buckets = [...counts].map((inBucket, bucket): Sample => {
    count += inBucket;
    return { metricName: `${name}_bucket`, labels: { ...labels, le: String(bounds[bucket] ?? '+Inf') }, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}

/** prom-client calls nothing of a metric but `get`; its own classes would keep and hash every value. */
function portionText({ help, name, type }: Metric, values: readonly Sample[]): Promise<string> {
  const registry = new Registry();
  const portion = { name, get: async () => ({ name, help, type, values }) };
  registry.registerMetric(portion as unknown as PromMetric);
  return registry.getSingleMetricAsString(name);
}
