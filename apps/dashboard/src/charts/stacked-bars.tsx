import { type ReactNode, useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

import { useSettings } from '../ui/settings';
import { hatchSpans } from './hatch';
import { chartData, chartOptions, intervalAt, type StackedChart } from './stacked-options';

const HEIGHT = 220;

/** What a chart of stacked bars needs besides its data. */
export interface StackedBarsProps {
  /** The colours of its layers are names of CSS variables. Another object draws the chart again. */
  readonly chart: StackedChart;
  /** The whole content in one sentence. */
  readonly label: string;
  /** True if the axis has its marks at hours and days of UTC. */
  readonly isUtc: boolean;
  readonly timeLabels: (times: readonly number[]) => string[];
  /** Called with the index of the interval under the pointer. */
  readonly onPoint: (index: number | undefined) => void;
  /** Called with the interval and the height that were pressed. */
  readonly onPick: (index: number, height: number) => void;
}

/** Bars of stacked counts by time, drawn on a canvas. What it shows is also in a table, for the keyboard and screen readers. */
export default function StackedBars(props: StackedBarsProps): ReactNode {
  const holder = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  const { chart, isUtc, label } = props;
  const { theme } = useSettings();
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const plot = drawn(element, chart, latest);
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.destroy();
    };
  }, [chart, isUtc, theme]);
  return <div ref={holder} role="img" aria-label={label} style={{ minHeight: HEIGHT }} />;
}

function drawn(element: HTMLElement, chart: StackedChart, latest: { readonly current: StackedBarsProps }): uPlot {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const colours = { text: colour('--muted'), line: colour('--line'), hatch: colour('--muted') };
  const layers = chart.layers.map((layer) => ({ ...layer, colour: colour(layer.colour) }));
  const bars = uPlot.paths.bars?.({ align: 1, size: [1, Infinity], gap: 1 });
  if (bars === undefined) throw new Error('uPlot has no bars');
  const options = chartOptions(
    { ...chart, layers },
    { width: element.clientWidth, height: HEIGHT },
    colours,
    bars,
    (times) => latest.current.timeLabels(times),
    {
      draw: [(plot) => hatchSpans(plot, chart.spans, colours.hatch)],
      setCursor: [(plot) => latest.current.onPoint(pointed(plot, chart))],
    },
  );
  const zone = latest.current.isUtc ? { tzDate: (time: number) => uPlot.tzDate(new Date(time), 'Etc/UTC') } : {};
  const plot = new uPlot({ ...options, ...zone }, chartData(chart), element);
  plot.over.style.cursor = 'pointer';
  plot.over.addEventListener('click', ({ offsetX, offsetY }) => {
    const index = intervalAt(chart, plot.posToVal(offsetX, 'x'));
    if (index !== undefined) latest.current.onPick(index, plot.posToVal(offsetY, 'y'));
  });
  return plot;
}

function pointed(plot: uPlot, chart: StackedChart): number | undefined {
  const { left = -1 } = plot.cursor;
  return left < 0 ? undefined : intervalAt(chart, plot.posToVal(left, 'x'));
}
