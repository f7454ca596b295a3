import { type ReactNode } from 'react';
import { Link } from 'wouter';

import { useI18n } from '../i18n/i18n';
import css from './overview.module.css';
import { type TopBars } from './top-bars';

interface BarTableProps {
  /** The head of the column with the names. */
  readonly head: string;
  readonly bars: TopBars;
  readonly labelOf: (name: string | undefined) => string;
  readonly hrefOf: (name: string | undefined) => string;
  /** Where the line with the remaining groups leads. */
  readonly restHref: string;
  /** True for long names, which stand above their bars. */
  readonly isWide?: boolean;
}

/**
 * Counts as bars. It is a table, so that it needs no other form for screen readers; the roles are explicit, because its
 * layout is not that of a table.
 */
export function BarTable({ head, bars, labelOf, hrefOf, restHref, isWide = false }: BarTableProps): ReactNode {
  const { t, number } = useI18n();
  if (bars.bars.length === 0) return <p className="muted">{t('overview.no-failure')}</p>;
  return (
    <table role="table" className={`${css.bars} ${isWide ? css.wideBars : ''}`}>
      <thead role="rowgroup" className="visually-hidden">
        <tr role="row">
          <th role="columnheader">{head}</th>
          <th role="columnheader">{t('overview.table.jobs')}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {bars.bars.map(({ count, name }) => (
          <tr key={name ?? ''} role="row">
            <th role="rowheader">
              <Link href={hrefOf(name)} dir="auto" title={labelOf(name)}>
                {labelOf(name)}
              </Link>
            </th>
            <td role="cell">
              <span className={css.barLine}>
                <span style={{ width: `${(count / bars.most) * 100}%` }} />
              </span>
              <span className={css.barCount}>{number(count)}</span>
            </td>
          </tr>
        ))}
        {bars.rest.groups > 0 && (
          <tr role="row">
            <th role="rowheader">
              <Link href={restHref}>{t('overview.rest', { count: bars.rest.groups })}</Link>
            </th>
            <td role="cell">
              <span className={css.barLine} />
              <span className={css.barCount}>{number(bars.rest.count)}</span>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
