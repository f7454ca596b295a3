import type uPlot from 'uplot';

/** The colours of a chart, as CSS values. */
export interface ChartColours {
  readonly text: string;
  readonly line: string;
  readonly hatch: string;
}

/** One layer of a chart: its upper edge for each interval, its colour, and how opaque it is. */
export interface ChartLayer {
  readonly tops: readonly number[];
  readonly colour: string;
  readonly alpha?: number;
}

/** What a chart of stacked bars shows. Times are in ms since the epoch. */
export interface StackedChart {
  /** The begins of the intervals. */
  readonly begins: readonly number[];
  readonly intervalMs: number;
  /** The lowest first. */
  readonly layers: readonly ChartLayer[];
  /** The time spans to hatch. */
  readonly spans: readonly (readonly [from: number, to: number])[];
}

const DAY_MS = 86_400_000;
const FONT = '12px system-ui, sans-serif';
/** Counts have whole steps. */
const COUNT_STEPS = [1, 10, 100, 1_000, 10_000, 100_000].flatMap((unit) => [unit, 2 * unit, 5 * unit]);

/** The columns of a chart: the begins, then the layers, the highest first, because each is drawn from the ground. */
export function chartData({ begins, layers }: StackedChart): uPlot.AlignedData {
  return [[...begins], ...[...layers].reverse().map(({ tops }) => [...tops])];
}

/** The options of a chart of stacked bars. */
export function chartOptions(
  chart: StackedChart,
  size: { readonly width: number; readonly height: number },
  colours: ChartColours,
  bars: uPlot.Series.PathBuilder,
  timeLabels: (times: readonly number[]) => string[],
  hooks: Partial<uPlot.Hooks.Arrays>,
): uPlot.Options {
  const first = chart.begins[0] ?? 0;
  const end = (chart.begins.at(-1) ?? first) + chart.intervalMs;
  const axis = { stroke: colours.text, font: FONT, grid: { stroke: colours.line, width: 1 }, ticks: { show: false } };
  return {
    ...size,
    ms: 1,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
    scales: {
      x: { time: true, range: [first, end] },
      y: { range: (_chart, _min, max) => [0, Math.max(max, 1) * 1.05] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 6,
        space: 72,
        ...daySteps(end - first),
        values: (_chart, splits) => timeLabels(splits),
      },
      { ...axis, size: 44, gap: 6, space: 28, incrs: COUNT_STEPS },
    ],
    series: [
      {},
      ...[...chart.layers].reverse().map(({ alpha = 1, colour }) => ({
        paths: bars,
        fill: colour,
        alpha,
        width: 0,
        points: { show: false },
      })),
    ],
    hooks,
  };
}

/** Charts of several days have a mark a day at most, because their labels are dates. */
function daySteps(lengthMs: number): { readonly incrs?: number[] } {
  return lengthMs > 2 * DAY_MS ? { incrs: [DAY_MS, 2 * DAY_MS, 7 * DAY_MS] } : {};
}

/** The index of the interval at a time; `undefined` outside of the chart. */
export function intervalAt({ begins, intervalMs }: StackedChart, time: number): number | undefined {
  const index = Math.floor((time - (begins[0] ?? 0)) / intervalMs);
  return index >= 0 && index < begins.length ? index : undefined;
}
