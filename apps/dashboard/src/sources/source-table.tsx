import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useRef } from 'react';
import { useLocation } from 'wouter';

import { type Key, useI18n } from '../i18n/i18n';
import { SourceRow } from './source-row';
import css from './sources.module.css';
import { useMayPoll } from './use-may-poll';
import { useRowKeys } from './use-row-keys';
import { type ListedSource } from './use-sources';

const LINE = 33;
const TWO_LINES = 59;
const OVERSCAN = 4;

const COLUMNS: readonly (readonly [key: Key, className: string | undefined])[] = [
  ['sources.status', undefined],
  ['sources.name', undefined],
  ['sources.kind', css.kind],
  ['sources.origin', css.origin],
  ['sources.age', css.age],
  ['sources.jobs', css.jobs],
  ['sources.gaps', css.gaps],
  ['sources.poll', css.poll],
];

/** The sources in a table, of which only the visible rows are rendered. */
export function SourceTable({ sources }: { readonly sources: readonly ListedSource[] }): ReactNode {
  const { t } = useI18n();
  const scroller = useRef<HTMLDivElement>(null);
  useRowKeys(scroller);
  const mayPoll = useMayPoll();
  const [, navigate] = useLocation();
  const onGap = useCallback(
    (name: string, from: string) => navigate(`/sources/${name}?ui.gap=${encodeURIComponent(from)}`),
    [navigate],
  );
  const rows = useVirtualizer({
    count: sources.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (sources[index]?.reason === undefined ? LINE : TWO_LINES),
    getItemKey: (index) => sources[index]?.name ?? index,
    overscan: OVERSCAN,
  });
  return (
    <div ref={scroller} className={css.scroller}>
      <div role="table" aria-label={t('sources.title')} aria-rowcount={sources.length + 1}>
        <div role="row" aria-rowindex={1} className={`${css.line} ${css.tableHead}`}>
          {COLUMNS.map(([key, className]) => (
            <span key={key} role="columnheader" className={className}>
              {t(key)}
            </span>
          ))}
        </div>
        <div role="rowgroup" className={css.rows} style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map(({ index, key, start }) => {
            const source = sources[index];
            return (
              source && (
                <div
                  key={key}
                  ref={rows.measureElement}
                  data-index={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={css.row}
                  style={{ transform: `translateY(${start}px)` }}
                >
                  <SourceRow source={source} mayPoll={mayPoll(source.name)} onGap={onGap} />
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
