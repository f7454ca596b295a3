import { createColumnHelper, useTable } from '@tanstack/react-table';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react';
import './jobs-table.css';

import { useI18n } from '../i18n/i18n';
import { hasTwoLines, type JobColumn, leastWidth } from './columns';
import { JobCell } from './job-cells';
import { type ListView } from './jobs-list';
import { type WindowRow } from './live-window';
import { type Selection } from './selection';
import { features } from './table-features';
import { HeadCell } from './table-head';
import { type RowHandlers, TableRow } from './table-row';
import { useAnchor, useFocusCursor, useLoadAhead } from './use-table-scroll';

const OVERSCAN = 5;
const TWO_LINE_HEIGHT = 56;
/** The head is the first row for screen readers. */
const HEAD_ROWS = 1;
const HEIGHTS = { compact: 28, comfortable: 36 } as const;

const helper = createColumnHelper<typeof features, WindowRow>();

/** What the table needs. */
export interface JobsTableProps {
  readonly view: ListView;
  readonly total: number;
  readonly columns: readonly JobColumn[];
  readonly width: number;
  readonly density: keyof typeof HEIGHTS;
  readonly orderBy: string | undefined;
  readonly selection: Selection;
  /** The ticks are shown; on a phone only after a press on `Select`. */
  readonly isSelecting: boolean;
  readonly cursor: string | undefined;
  readonly openId: string | undefined;
  /** The list of a new query is being loaded, or its data is old. */
  readonly isDim: boolean;
  readonly handlers: RowHandlers;
  readonly onTickAll: () => void;
  readonly onOrder: (orderBy: string | undefined) => void;
  readonly onMore: () => void;
  readonly onPrevious: () => void;
  /** True while the list is scrolled away from its beginning. */
  readonly onScrolled: (isScrolled: boolean) => void;
  /** Increases when the table has to go to its beginning. */
  readonly toTop: number;
  /** Increases when the row at the cursor has to get the focus. */
  readonly toCursor: number;
}

/** The list of jobs as a grid. Only the rows on the screen are in the document; they never move under the pointer. */
export function JobsTable(props: JobsTableProps): ReactNode {
  const { t } = useI18n();
  const { view, columns, width, density, cursor, isSelecting, selection } = props;
  const isTwoLine = hasTwoLines(width);
  const rowHeight = isTwoLine ? TWO_LINE_HEIGHT : HEIGHTS[density];
  const scroller = useRef<HTMLDivElement>(null);
  const definitions = useMemo(
    () =>
      helper.columns(
        columns.map(({ id, title }) =>
          helper.display({
            id,
            header: () => (title ? t(title) : null),
            cell: ({ row }) => <JobCell row={row.original} column={id} />,
          }),
        ),
      ),
    [columns, t],
  );
  const table = useTable({ features, columns: definitions, data: view.rows, getRowId: (row) => row.job.id });
  const { rows } = table.getRowModel();
  const cursorIndex = cursor === undefined ? -1 : rows.findIndex(({ id }) => id === cursor);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    rangeExtractor: (range) => {
      const shown = defaultRangeExtractor(range);
      return cursorIndex === -1 || shown.includes(cursorIndex) ? shown : [...shown, cursorIndex].sort((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useAnchor(scroller, rows, rowHeight, view.offset);
  useLoadAhead(virtualizer.range, rows.length, props);
  useFocusCursor(scroller, props.toCursor, () => cursorIndex >= 0 && virtualizer.scrollToIndex(cursorIndex));
  useEffect(() => {
    if (props.toTop > 0) scroller.current?.scrollTo({ top: 0 });
  }, [props.toTop]);

  const tracks = isTwoLine ? undefined : columns.map((column) => column.width).join(' ');
  const least = isTwoLine ? 0 : leastWidth(columns);
  const style = { '--tracks': tracks, '--row': `${rowHeight}px`, '--least': `${least}px` } as CSSProperties;
  const lastTick = rows.length > 0 && rows.every(({ id }) => selection.has(id));
  const tabStop = cursorIndex === -1 ? rows[virtualizer.range?.startIndex ?? 0]?.id : cursor;
  return (
    <div
      className={`jobs-table ${isTwoLine ? 'jobs-table-two' : ''} ${props.isDim ? 'jobs-table-dim' : ''}`}
      style={style}
      role="grid"
      aria-label={t('jobs.list')}
      aria-rowcount={props.total + HEAD_ROWS}
      aria-colcount={columns.length}
      aria-multiselectable="true"
      aria-busy={props.isDim}
    >
      {!isTwoLine && (
        <div role="rowgroup">
          <div className="table-head" role="row" aria-rowindex={1}>
            {table.getHeaderGroups()[0]?.headers.map((header, index) => (
              <HeadCell
                key={header.id}
                column={columns[index]}
                orderBy={props.orderBy}
                isStale={view.isSortStale}
                onOrder={props.onOrder}
                tick={
                  <input
                    type="checkbox"
                    checked={lastTick}
                    aria-label={t('jobs.tick-all')}
                    onChange={props.onTickAll}
                    tabIndex={-1}
                  />
                }
              >
                <table.FlexRender header={header} />
              </HeadCell>
            ))}
          </div>
        </div>
      )}
      <div
        ref={scroller}
        className="table-body"
        role="rowgroup"
        onScroll={(event) => props.onScrolled(event.currentTarget.scrollTop > 0)}
      >
        <div className="table-space" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <TableRow
                key={row.id}
                row={row.original}
                columns={columns}
                cells={row}
                index={index}
                rowIndex={view.offset + index + HEAD_ROWS + 1}
                start={start}
                isTwoLine={isTwoLine}
                isTicked={selection.has(row.id)}
                hasTick={!isTwoLine || isSelecting}
                isTabStop={row.id === tabStop}
                isOpen={row.id === props.openId}
                handlers={props.handlers}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
