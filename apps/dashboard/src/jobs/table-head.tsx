import { type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { type JobColumn, nextOrder } from './columns';

/** The properties of a column's head. */
export interface HeadCellProps {
  readonly column: JobColumn | undefined;
  readonly orderBy: string | undefined;
  readonly isStale: boolean;
  readonly onOrder: (orderBy: string | undefined) => void;
  /** The box that ticks all rows. */
  readonly tick: ReactNode;
  readonly children: ReactNode;
}

/** The head of a column; a press sorts by it. */
export function HeadCell({ column, orderBy, isStale, onOrder, tick, children }: HeadCellProps): ReactNode {
  const { t } = useI18n();
  const { sortBy, isRight, id } = column ?? {};
  const order = orderBy ?? 'created_time desc';
  const direction = order === `${sortBy} desc` ? 'descending' : order === sortBy ? 'ascending' : undefined;
  const className = isRight ? 'table-cell table-cell-right' : 'table-cell';
  if (id === 'tick') {
    return (
      <div className={className} role="columnheader">
        {tick}
      </div>
    );
  }
  return (
    <div className={className} role="columnheader" aria-sort={direction ?? (sortBy ? 'none' : undefined)}>
      {sortBy === undefined ? (
        children
      ) : (
        <button type="button" className="head-button cut" onClick={() => onOrder(nextOrder(sortBy, orderBy))}>
          {children}
          {direction !== undefined && (orderBy !== undefined || direction === 'ascending') && (
            <span aria-hidden="true"> {direction === 'descending' ? '↓' : '↑'}</span>
          )}
          {direction !== undefined && isStale && <span title={t('jobs.sort-stale')}> •</span>}
        </button>
      )}
    </div>
  );
}
