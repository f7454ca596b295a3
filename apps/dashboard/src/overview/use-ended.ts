import { useMemo } from 'react';

import { groupValue } from '../api/summary';
import { type StackedChart } from '../charts/stacked-options';
import { serverClock } from '../live/server-clock';
import { mergedSpans } from '../sources/gap-band';
import { type EndedView } from './ended';
import { intervalBegins, type Range, withinRange } from './range';
import { type Layer, layersOf } from './stack';
import { useSummary } from './use-summary';

/** The ended jobs of a range, ready to be drawn. */
export interface EndedJobs {
  readonly chart: StackedChart;
  readonly layers: readonly Layer[];
  readonly total: number;
  /** False until the data of this range are there. */
  readonly isRead: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Counts the ended jobs of a range by time. */
export function useEnded(view: EndedView, range: Range): EndedJobs {
  const { data, dataUpdatedAt, error, isPlaceholderData, refetch } = useSummary([
    ['end_time', withinRange(range)],
    ['terminal', 'true'],
    ['group_by', view.field],
    ['time', 'end_time'],
    ['interval', range.interval],
  ]);
  const drawing = useMemo(() => {
    const now = serverClock.now();
    const begins = intervalBegins(range, now);
    const groups = (data?.groups ?? []).map((group) => ({ ...group, value: groupValue(group, view.field) ?? '' }));
    const layers = layersOf(groups, begins, view.order);
    const chart = {
      begins,
      intervalMs: range.intervalMs,
      layers: layers.map(({ tops, value }) => ({ tops, ...view.look(value) })),
      spans: mergedSpans(data?.gaps ?? [], now),
    };
    return { chart, layers, total: layers.reduce((sum, layer) => sum + layer.total, 0) };
    // `dataUpdatedAt` changes with each read, and with it the intervals.
  }, [data, dataUpdatedAt, range, view]);
  return { ...drawing, isRead: data !== undefined && !isPlaceholderData, error, retry: () => void refetch() };
}
