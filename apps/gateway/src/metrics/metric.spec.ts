import { Histogram } from '@gateway/core';

import { histogramSamples, type Metric, metricsText } from './metric.js';

function gauge(name: string, read: Metric['read']): Metric {
  return { name, type: 'gauge', help: `${name}.`, read };
}

describe('the text of metrics', () => {
  it('has a help and a type of each, and its values', async () => {
    const text = await metricsText([
      gauge('one', () => 1.5),
      gauge('none', () => []),
      gauge('two', () => [{ labels: { a: 'x"\\\n', b: 'y' }, value: 2 }]),
    ]);
    expect(text).toBe(
      '# HELP one one.\n# TYPE one gauge\none 1.5\n# HELP none none.\n# TYPE none gauge\n' +
        '# HELP two two.\n# TYPE two gauge\ntwo{a="x\\"\\\\\\n",b="y"} 2\n',
    );
  });

  it('has every sample once, in order, also of metrics that are written in several steps', async () => {
    const samples = Array.from({ length: 1_001 }, (_, at) => ({ labels: { at: String(at) }, value: at }));
    const lines = (await metricsText([gauge('many', () => samples)])).trimEnd().split('\n');
    expect(lines.slice(0, 2)).toEqual(['# HELP many many.', '# TYPE many gauge']);
    expect(lines.slice(2)).toEqual(samples.map(({ value }) => `many{at="${value}"} ${value}`));
  });

  it('lets other work run between steps', async () => {
    let turns = 0;
    const count = (): void => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const samples = Array.from({ length: 100_000 }, () => ({ value: 1 }));
    await metricsText([gauge('many', () => samples)]);
    clearImmediate(next);
    expect(turns).toBeGreaterThan(2);
  });

  it('has cumulative buckets, sum and count of a histogram', async () => {
    const histogram = new Histogram([1, 5]);
    for (const value of [0.5, 1, 3, 9]) histogram.observe(value);
    const read = () => histogramSamples('wait_seconds', histogram, { of: 'x' });
    const text = await metricsText([{ name: 'wait_seconds', type: 'histogram', help: 'Waits.', read }]);
    expect(text.split('\n').slice(2)).toEqual([
      'wait_seconds_bucket{of="x",le="1"} 2',
      'wait_seconds_bucket{of="x",le="5"} 3',
      'wait_seconds_bucket{of="x",le="+Inf"} 4',
      'wait_seconds_sum{of="x"} 13.5',
      'wait_seconds_count{of="x"} 4',
      '',
    ]);
  });
});
