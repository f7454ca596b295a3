import { type ReactNode, useState } from 'react';
import { Link } from 'wouter';

import { useI18n } from '../i18n/i18n';
import { type EndedView } from './ended';
import css from './overview.module.css';
import { type Layer } from './stack';

interface TableProps {
  readonly layers: readonly Layer[];
  readonly view: EndedView;
  readonly begins: readonly number[];
}

/** The chart as a table, newest first: its rows are made when it is opened. */
export function EndedTable(props: TableProps): ReactNode {
  const { t } = useI18n();
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={css.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('overview.table')}</summary>
      {isOpen && <Rows {...props} />}
    </details>
  );
}

function Rows({ layers, view, begins }: TableProps): ReactNode {
  const { t, number, dateTime } = useI18n();
  const columns = [...layers].reverse();
  const rows = begins.map((begin, index) => ({ begin, index })).reverse();
  const totalOf = (index: number): number => layers.at(-1)?.tops[index] ?? 0;
  return (
    <div className={css.tableScroller} tabIndex={0} role="group" aria-label={t('overview.table')}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t('overview.table.time')}</th>
            {columns.map(({ value }) => (
              <th key={value} scope="col">
                {view.word(value, t)}
              </th>
            ))}
            <th scope="col">{t('overview.table.total')}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ index }) => totalOf(index) > 0)
            .map(({ begin, index }) => (
              <tr key={begin}>
                <th scope="row">{dateTime(begin)}</th>
                {columns.map(({ counts, value }) => (
                  <td key={value}>
                    {(counts[index] ?? 0) > 0 && (
                      <Link href={view.href(value, begin)}>{number(counts[index] ?? 0)}</Link>
                    )}
                  </td>
                ))}
                <td>
                  <Link href={view.href(undefined, begin)}>{number(totalOf(index))}</Link>
                </td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
