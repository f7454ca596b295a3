import { type Histogram, nextTurn } from '@gateway/core';
import { type Metric as PromMetric, Registry } from 'prom-client';

/** Names and values of labels. */
export type Labels = Readonly<Record<string, string>>;

/** One value of a metric. */
export interface Sample {
  readonly value: number;
  readonly labels?: Labels;
  /** The name of a series of a histogram or a summary. @default the name of the metric */
  readonly metricName?: string;
}

/** A metric, whose values are read when it is scraped. */
export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  /** One sentence. */
  readonly help: string;
  /** Returns one value without labels, or any number of samples. */
  readonly read: () => number | readonly Sample[];
}

/** The media type of `metricsText`. */
export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

/** Samples whose text is made in one step, which takes about a millisecond. */
const SAMPLES_PER_STEP = 250;
/** The lines `# HELP` and `# TYPE`. */
const HEADER_LINES = 2;

/** The metrics in the Prometheus text format. Yields to the event loop between steps. */
export async function metricsText(metrics: readonly Metric[]): Promise<string> {
  const texts: string[] = [];
  for (const metric of metrics) {
    const read = metric.read();
    const samples = typeof read === 'number' ? [{ value: read }] : read;
    texts.push(await portionText(metric, samples.slice(0, SAMPLES_PER_STEP)));
    for (let at = SAMPLES_PER_STEP; at < samples.length; at += SAMPLES_PER_STEP) {
      await nextTurn();
      const text = await portionText(metric, samples.slice(at, at + SAMPLES_PER_STEP));
      texts.push(text.split('\n').slice(HEADER_LINES).join('\n'));
    }
    await nextTurn();
  }
  return `${texts.join('\n')}\n`;
}

/** The series of a histogram: cumulative counts by the upper bound of each bucket, the sum and the count. */
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
