import { type ReactNode } from 'react';

import { groupValue } from '../api/summary';
import { useI18n } from '../i18n/i18n';
import { visibleText } from '../job/visible-text';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { BarTable } from './bar-table';
import css from './overview.module.css';
import { Panel } from './panel';
import { patternValue } from './pattern-value';
import { type Range, withinRange } from './range';
import { topBars } from './top-bars';
import { useSummary } from './use-summary';

/** The sources with the most failures. */
export function FailuresBySource({ range }: { readonly range: Range }): ReactNode {
  const { t } = useI18n();
  const failures = failuresIn(range);
  const { data, error, refetch } = useSummary([...failures, ['group_by', 'source.name']]);
  const bars = topBars(
    (data?.groups ?? []).map((group) => ({ name: groupValue(group, 'source.name'), count: group.count })),
  );
  return (
    <Panel title={t('overview.by-source')} error={error} onRetry={() => void refetch()}>
      {data !== undefined && (
        <BarTable
          head={t('overview.table.source')}
          bars={bars}
          labelOf={(name) => name ?? '–'}
          hrefOf={(name) => jobs([...failures, ['source.name', name ?? 'null']])}
          restHref={jobs(failures)}
        />
      )}
    </Panel>
  );
}

/** The messages of failures, grouped by what they have in common. */
export function FailuresByMessage({ range }: { readonly range: Range }): ReactNode {
  const { t } = useI18n();
  const failures = failuresIn(range);
  const { data, error, refetch } = useSummary([...failures, ['group_by', 'message_pattern']]);
  const bars = topBars(
    (data?.groups ?? []).map((group) => ({ name: groupValue(group, 'message_pattern'), count: group.count })),
  );
  return (
    <Panel title={t('overview.by-message')} error={error} onRetry={() => void refetch()}>
      {data !== undefined && (
        <BarTable
          head={t('overview.table.message')}
          bars={bars}
          labelOf={(pattern) => (pattern === undefined ? t('overview.by-message.none') : visibleText(pattern))}
          hrefOf={(pattern) => jobs([...failures, messageTerm(pattern)])}
          restHref={jobs(failures)}
          isWide
        />
      )}
      {bars.bars.length > 0 && <p className={css.note}>{t('overview.masked')}</p>}
    </Panel>
  );
}

function failuresIn(range: Range): Filter {
  return [
    ['state', 'failure|partial_failure'],
    ['end_time', withinRange(range)],
  ];
}

function messageTerm(pattern: string | undefined): readonly [string, string] {
  return ['error.message', pattern === undefined ? 'null' : patternValue(pattern)];
}

function jobs(filter: Filter): string {
  return `/jobs?${toQueryText(filter)}`;
}
