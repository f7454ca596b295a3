import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useLocation } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { serverClock } from '../live/server-clock';
import { mergedSpans } from '../sources/gap-band';
import { useSettings } from '../ui/settings';
import { ended } from './ended';
import { EndedLegend } from './ended-legend';
import { EndedTable } from './ended-table';
import css from './overview.module.css';
import { Panel } from './panel';
import { intervalBegins, type Range, withinRange } from './range';
import { layerAt, layersOf } from './stack';
import { groupValue, useSummary } from './use-summary';

const StackedBars = lazy(() => import('../charts/stacked-bars'));

/** The jobs that ended in each interval, stacked by state or kind, with the gaps of sources hatched over them. */
export function EndedChart({ range, split }: { readonly range: Range; readonly split: 'state' | 'kind' }): ReactNode {
  const { t, locale } = useI18n();
  const isUtc = useSettings().timeZone === 'utc';
  const [, navigate] = useLocation();
  const [pointed, setPointed] = useState<number>();
  const view = useMemo(() => ended(split, range), [split, range]);
  const { data, dataUpdatedAt, error, refetch } = useSummary([
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
    return { chart, layers };
    // `dataUpdatedAt` changes with each read, and with it the intervals.
  }, [data, dataUpdatedAt, range, view]);
  const { chart, layers } = drawing;
  const total = layers.reduce((sum, layer) => sum + layer.total, 0);
  const sentence = layers.map((layer) => `${view.word(layer.value, t)} ${layer.total}`).join(', ');
  return (
    <Panel
      title={t('overview.ended', { interval: view.intervalText(t) })}
      error={error}
      onRetry={() => void refetch()}
    >
      {data !== undefined && total === 0 && <p className="muted">{t('overview.ended.none')}</p>}
      {total > 0 && (
        <Suspense fallback={<div className={css.chartPlace} />}>
          <StackedBars
            chart={chart}
            label={`${t('overview.ended.sentence', { count: total })}: ${sentence}`}
            isUtc={isUtc}
            timeLabels={(times) => timeLabels(times, locale, range, isUtc)}
            onPoint={setPointed}
            onPick={(index, height) => {
              const begin = chart.begins[index];
              if (begin !== undefined) navigate(view.href(layerAt(layers, index, height)?.value, begin));
            }}
          />
        </Suspense>
      )}
      <EndedLegend layers={layers} view={view} begins={chart.begins} pointed={pointed} hasGaps={chart.spans.length > 0} />
      {total > 0 && <EndedTable layers={layers} view={view} begins={chart.begins} />}
    </Panel>
  );
}

/** Times of day; dates for a range of days. */
function timeLabels(times: readonly number[], locale: string, { ms }: Range, isUtc: boolean): string[] {
  const isLong = ms > 2 * 86_400_000;
  const format = new Intl.DateTimeFormat(locale, {
    ...(isLong ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ...(isUtc && { timeZone: 'UTC' }),
  });
  return times.map((time) => format.format(time));
}
