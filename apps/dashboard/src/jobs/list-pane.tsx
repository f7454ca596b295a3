import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { useI18n } from '../i18n/i18n';
import { connection } from '../live/connection';
import { useStore } from '../live/store';
import { Button } from '../ui/button';
import { copyText } from '../ui/copy';
import { Failure } from '../ui/failure';
import { useSettings } from '../ui/settings';
import { useWidth } from '../ui/use-width';
import { hasTwoLines, shownColumns } from './columns';
import { EmptyList } from './empty-list';
import { ExportMenu } from './export-menu';
import { FootLine } from './foot-line';
import { CellSurroundings } from './job-cells';
import { type JobRow } from './job-row';
import { type JobsList, type ListView } from './jobs-list';
import { JobsTable } from './jobs-table';
import { ColumnsMenu } from './list-menus';
import { formatQuery, type ListQuery } from './list-query';
import { linkOf, type OpenMenu, RowMenu } from './row-menu';
import { SelectionBar } from './selection-bar';
import { StatusLine } from './status-line';
import { type RowHandlers } from './table-row';
import { useActions } from './use-actions';
import { useAutoShow } from './use-auto-show';
import { useForbidden } from './use-forbidden';
import { useHolding } from './use-holding';
import { useListKeys } from './use-list-keys';
import { useLostCursor } from './use-lost-cursor';
import { useSelection } from './use-selection';

interface ListPaneProps {
  readonly list: JobsList;
  readonly view: ListView;
  readonly query: ListQuery;
  readonly total: number;
  readonly openId: string | undefined;
  readonly isDim: boolean;
  readonly onOpen: (id: string | undefined, replace?: boolean) => void;
  readonly onQuery: (query: ListQuery) => void;
  readonly onFacets: () => void;
}

/** The table with its status line, selection and actions. */
export function ListPane(props: ListPaneProps): ReactNode {
  const { list, view, query, total, openId, onOpen, onQuery } = props;
  const { t } = useI18n();
  const { columns: chosen, density } = useSettings();
  const { state } = useStore(connection);
  const { ref, width } = useWidth<HTMLDivElement>();
  const [isAbsolute, setAbsolute] = useState(false);
  const [isSelecting, setSelecting] = useState(false);
  const [isScrolled, setScrolled] = useState(false);
  const [cursor, setCursor] = useState<string>();
  const [menu, setMenu] = useState<OpenMenu>();
  const [toTop, setToTop] = useState(0);
  const [toCursor, setToCursor] = useState(0);
  const selected = useSelection(view.rows, formatQuery(list.query));
  const { selection, isAll } = selected;
  const { isHeld, toggle } = useHolding(view.newCount);
  const forbidden = useForbidden();
  const actions = useActions({ selection, isAll, filter: list.query.filter });
  const columns = useMemo(() => shownColumns(chosen, width), [chosen, width]);
  const isTwoLine = hasTwoLines(width);

  const show = useCallback(() => {
    // New jobs are at the beginning of the usual order, so the table goes there. In another order it stays where it is.
    const isUsualOrder = list.query.orderBy === undefined;
    void list.show(isUsualOrder ? 'first-page' : 'all');
    if (isUsualOrder) setToTop((count) => count + 1);
  }, [list]);
  const more = useCallback(() => void list.more(), [list]);
  const previous = useCallback(() => void list.previous(), [list]);
  const pointer = useAutoShow({
    hasNews: view.newCount > 0 || view.leftCount > 0,
    isAtRest:
      !isHeld && !isScrolled && selection.size === 0 && openId === undefined && list.query.orderBy === undefined,
    isEmpty: view.rows.length === 0,
    show: () => void list.show('first-page'),
  });
  const cursorId = cursor ?? openId;
  const cursorJob = useMemo(() => view.rows.find(({ job }) => job.id === cursorId)?.job, [view.rows, cursorId]);
  const moveTo = useCallback((id: string) => {
    setCursor(id);
    setToCursor((count) => count + 1);
  }, []);
  useLostCursor(view.rows, cursorId, moveTo);
  useEffect(() => setToTop((count) => count + 1), [list]);

  const latest = useRef({ onOpen, tick: selected.tick });
  latest.current = { onOpen, tick: selected.tick };
  const handlers = useMemo(
    (): RowHandlers => ({
      onOpen: (job) => latest.current.onOpen(job.id),
      onTick: (job, isRange) => latest.current.tick(job, isRange),
      onMenu: (job, anchor) => setMenu({ job, anchor }),
      onFocus: (job) => setCursor(job.id),
    }),
    [],
  );
  useListKeys({
    move: (step) => {
      const index = view.rows.findIndex(({ job }) => job.id === cursorId);
      const next = view.rows[Math.min(Math.max(index + step, 0), view.rows.length - 1)];
      if (!next) return;
      moveTo(next.job.id);
      if (openId !== undefined) onOpen(next.job.id, true);
    },
    open: () => cursorId !== undefined && onOpen(cursorId),
    close: () => {
      if (openId !== undefined) {
        onOpen(undefined);
        setToCursor((count) => count + 1);
      } else if (selection.size > 0) selected.clear();
      else return false;
      return true;
    },
    tick: (isRange) => cursorJob && selected.tick(cursorJob, isRange),
    tickAll: selected.tickAll,
    show,
    hold: toggle,
    act: (action) => forbidden === undefined && actions.act(action, cursorJob),
    copyId: () => cursorJob && void copyText(cursorJob.id),
    copyLink: () => cursorJob && void copyText(linkOf(cursorJob.id)),
    facets: props.onFacets,
  });
  const surroundings = useMemo(
    () => ({
      stale: new Map(view.stale.map((source) => [source.name, source])),
      isAbsolute,
      hrefOf: (job: JobRow) => `/jobs/${job.id}${location.search}`,
    }),
    [view.stale, isAbsolute],
  );
  const menus = useMemo(
    () => (
      <>
        <ColumnsMenu width={width} isAbsolute={isAbsolute} onAbsolute={setAbsolute} />
        <ExportMenu query={list.query} />
      </>
    ),
    [width, isAbsolute, list],
  );
  const toggleSelecting = (): void => {
    if (isSelecting) selected.clear();
    setSelecting(!isSelecting);
  };
  const filterBy = (field: string, value: string): void =>
    onQuery({ ...query, filter: [...query.filter.filter(([name]) => name !== field), [field, value]] });

  return (
    <div className="list-pane" ref={ref} {...pointer}>
      <StatusLine view={view} total={total} query={list.query} onShow={show}>
        {menus}
      </StatusLine>
      {view.error !== undefined && <Failure error={view.error} onRetry={() => void list.show('all')} />}
      {view.rows.length === 0 ? (
        <EmptyList filter={list.query.filter} onFilter={(filter) => onQuery({ ...query, filter })} />
      ) : (
        <CellSurroundings value={surroundings}>
          <JobsTable
            view={view}
            total={total}
            columns={columns}
            width={width}
            density={density}
            orderBy={query.orderBy}
            selection={selection}
            isSelecting={isSelecting || selection.size > 0}
            cursor={cursorId}
            openId={openId}
            isDim={props.isDim || state === 'offline'}
            handlers={handlers}
            onTickAll={selected.tickAll}
            onOrder={(orderBy) => onQuery({ filter: query.filter, orderBy })}
            onMore={more}
            onPrevious={previous}
            onScrolled={setScrolled}
            toTop={toTop}
            toCursor={toCursor}
          />
        </CellSurroundings>
      )}
      <div className="list-foot">
        {selection.size > 0 ? (
          <SelectionBar
            selection={selection}
            total={total}
            isAll={isAll}
            forbidden={forbidden}
            onAction={(action) => actions.act(action, undefined)}
            onAll={selected.chooseAll}
            onClear={selected.clear}
          />
        ) : (
          <FootLine view={view} total={total} job={cursorJob} />
        )}
        {isTwoLine && (
          <div className="list-phone-buttons">
            <Button onPress={toggleSelecting}>{isSelecting ? t('jobs.select.done') : t('jobs.select')}</Button>
            <Button onPress={props.onFacets}>{t('jobs.filters')}</Button>
          </div>
        )}
      </div>
      <RowMenu
        menu={menu}
        forbidden={forbidden}
        onClose={() => setMenu(undefined)}
        onAction={actions.start}
        onFilter={filterBy}
      />
      {actions.dialog}
    </div>
  );
}
