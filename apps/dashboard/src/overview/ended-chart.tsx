import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useLocation } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { useSettings } from '../ui/settings';
import { ended } from './ended';
import { EndedLegend } from './ended-legend';
import { EndedTable } from './ended-table';
import css from './overview.module.css';
import { Panel } from './panel';
import { type Range } from './range';
import { layerAt } from './stack';
import { useEnded } from './use-ended';

const StackedBars = lazy(() => import('../charts/stacked-bars'));
const DAYS_MS = 2 * 86_400_000;

/** The jobs that ended in each interval, stacked by state or kind, with the gaps of sources hatched over them. */
export function EndedChart({ range, split }: { readonly range: Range; readonly split: 'state' | 'kind' }): ReactNode {
  const { t, locale } = useI18n();
  const [, navigate] = useLocation();
  const [pointed, setPointed] = useState<number>();
  const isUtc = useSettings().timeZone === 'utc';
  const view = useMemo(() => ended(split, range), [split, range]);
  const { chart, error, isRead, layers, retry, total } = useEnded(view, range);
  const sentence = layers.map((layer) => `${view.word(layer.value, t)} ${layer.total}`).join(', ');
  const pick = (index: number, height: number): void => {
    const begin = chart.begins[index];
    if (begin !== undefined) navigate(view.href(layerAt(layers, index, height)?.value, begin));
  };
  return (
    <Panel title={t('overview.ended', { interval: view.intervalText(t) })} error={error} onRetry={retry}>
      {isRead && total === 0 && <p className="muted">{t('overview.ended.none')}</p>}
      {!isRead && <div className={css.chartPlace} aria-busy={error === null} />}
      {isRead && total > 0 && (
        <Suspense fallback={<div className={css.chartPlace} />}>
          <StackedBars
            chart={chart}
            label={`${t('overview.ended.sentence', { count: total })}: ${sentence}`}
            isUtc={isUtc}
            timeLabels={(times) => timeLabels(times, locale, range, isUtc)}
            onPoint={setPointed}
            onPick={pick}
          />
        </Suspense>
      )}
      <EndedLegend
        layers={layers}
        view={view}
        begins={chart.begins}
        pointed={pointed}
        hasGaps={chart.spans.length > 0}
      />
      {total > 0 && <EndedTable layers={layers} view={view} begins={chart.begins} />}
    </Panel>
  );
}

/** Times of day; dates for a range of days. */
function timeLabels(times: readonly number[], locale: string, { ms }: Range, isUtc: boolean): string[] {
  const format = new Intl.DateTimeFormat(locale, {
    ...(ms > DAYS_MS ? { month: 'short', day: 'numeric' } : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ...(isUtc && { timeZone: 'UTC' }),
  });
  return times.map((time) => format.format(time));
}
