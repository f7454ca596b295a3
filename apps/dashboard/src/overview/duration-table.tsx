import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { groupValue } from '../api/summary';
import { useI18n } from '../i18n/i18n';
import { visibleText } from '../job/visible-text';
import { valueText } from '../jobs/completion';
import { type Filter } from '../jobs/filter-text';
import { toQueryText } from '../jobs/list-query';
import { lengthOf } from '../live/duration';
import { type DurationRow, durationScale, longestTypes } from './durations';
import css from './overview.module.css';
import { Panel } from './panel';
import { type Range, withinRange } from './range';
import { useSummary } from './use-summary';

/** How long jobs of each type took: half of them, 95 % and 99 %, on a logarithmic scale. */
export function DurationTable({ range }: { readonly range: Range }): ReactNode {
  const { t } = useI18n();
  const { data, error, refetch } = useSummary([
    ['end_time', withinRange(range)],
    ['group_by', 'source.kind,type'],
    ['percentiles', 'duration_seconds'],
  ]);
  const rows = longestTypes(
    (data?.groups ?? []).map((group) => ({
      kind: groupValue(group, 'source.kind') ?? '',
      type: groupValue(group, 'type'),
      count: group.count,
      duration_seconds: group.duration_seconds,
    })),
  );
  return (
    <Panel title={t('overview.durations')} error={error} onRetry={() => void refetch()}>
      {data !== undefined && rows.length === 0 && <p className="muted">{t('overview.durations.none')}</p>}
      {rows.length > 0 && <Rows rows={rows} range={range} />}
    </Panel>
  );
}

function Rows({ rows, range }: { readonly rows: readonly DurationRow[]; readonly range: Range }): ReactNode {
  const { t, units } = useI18n();
  const position = durationScale(rows);
  return (
    <table className={css.durations}>
      <thead>
        <tr>
          <th scope="col">{t('overview.table.type')}</th>
          <th scope="col">
            <span className="visually-hidden">{t('overview.durations')}</span>
          </th>
          <th scope="col">p50</th>
          <th scope="col">p95</th>
          <th scope="col">p99</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.kind} ${row.type ?? ''}`}>
            <th scope="row">
              <Link href={hrefOf(row, range)} title={t('overview.jobs', { count: row.count })}>
                {visibleText(row.type ?? row.kind)}
              </Link>
            </th>
            <td>
              <RangeMark row={row} position={position} />
            </td>
            {(['p50', 'p95', 'p99'] as const).map((name) => (
              <td key={name}>
                <Link href={hrefOf(row, range, row.percentiles[name])}>{lengthOf(row.percentiles[name], units)}</Link>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A line from p50 to p99 with marks at p50 and p95. */
function RangeMark({
  row,
  position,
}: {
  readonly row: DurationRow;
  readonly position: (seconds: number) => number;
}): ReactNode {
  const { p50, p95, p99 } = row.percentiles;
  const at = (seconds: number): string => `${4 + position(seconds) * 92}%`;
  return (
    <svg className={css.rangeMark} aria-hidden="true">
      <line x1="4%" x2="96%" y1={8} y2={8} className={css.rangeGround} />
      <line x1={at(p50)} x2={at(p99)} y1={8} y2={8} className={css.rangeLine} />
      <circle cx={at(p50)} cy={8} r={4} className={css.rangeHalf} />
      <line x1={at(p95)} x2={at(p95)} y1={3} y2={13} className={css.rangeLine} />
    </svg>
  );
}

/** The jobs of a row, the longest first; only those that took at least so long. */
function hrefOf({ kind, type }: DurationRow, range: Range, seconds?: number): string {
  const filter: Filter = [
    ['source.kind', kind],
    ['type', type === undefined ? 'null' : valueText(type)],
    ['end_time', withinRange(range)],
    ['duration_seconds', seconds === undefined ? '!null' : `>=${seconds}`],
    ['order_by', 'duration_seconds desc'],
  ];
  return `/jobs?${toQueryText(filter)}`;
}
