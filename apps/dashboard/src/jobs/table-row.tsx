import { flexRender } from '@tanstack/react-table';
import { memo, type MouseEvent, type ReactNode } from 'react';

import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { Age } from '../live/age';
import { shortAge } from '../live/duration';
import { serverClock } from '../live/server-clock';
import { Icon } from '../ui/icons';
import { StateIcon } from '../ui/state-icon';
import { type JobColumn } from './columns';
import { SourceCell, TitleCell } from './job-cells';
import { type JobRow, messageOf, titleOf } from './job-row';
import { type WindowRow } from './live-window';
import { type ModelRow } from './table-features';

/** What can be done with a row. The functions stay the same, so that rows are not rendered for them. */
export interface RowHandlers {
  readonly onOpen: (job: JobRow) => void;
  readonly onTick: (job: JobRow, isRange: boolean) => void;
  readonly onMenu: (job: JobRow, anchor: HTMLElement) => void;
  readonly onFocus: (job: JobRow) => void;
}

interface TableRowProps {
  readonly row: WindowRow;
  readonly cells: ModelRow;
  readonly columns: readonly JobColumn[];
  readonly index: number;
  /** The place in the whole list, for screen readers. */
  readonly rowIndex: number;
  readonly start: number;
  readonly isTwoLine: boolean;
  readonly isTicked: boolean;
  readonly hasTick: boolean;
  readonly isTabStop: boolean;
  readonly isOpen: boolean;
  readonly handlers: RowHandlers;
}

/** A row of the table. It is rendered again only if its own data or place has changed. */
export const TableRow = memo(function TableRow(props: TableRowProps) {
  const i18n = useI18n();
  const { row, index, start, isTicked, isTabStop, isOpen, handlers } = props;
  const { job } = row;
  const classes = [
    'table-row',
    index % 2 === 1 && 'table-row-odd',
    isTicked && 'table-row-ticked',
    isOpen && 'table-row-open',
    row.hasLeft && 'table-row-left',
  ];
  const age =
    shortAge((serverClock.now() - Date.parse(job.created_time)) / 1_000, i18n.units) ?? i18n.date(job.created_time);
  const label = i18n.t('jobs.row', {
    state: i18n.t(`state.${job.state}`),
    job: titleOf(job),
    source: job.source.name,
    age,
  });
  const onClick = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.button !== 0) return;
    if (event.target instanceof Element && event.target.closest('input, button')) return;
    event.preventDefault();
    handlers.onOpen(job);
  };
  return (
    <div
      className={classes.filter(Boolean).join(' ')}
      role="row"
      aria-label={label}
      aria-rowindex={props.rowIndex}
      aria-selected={isTicked}
      aria-current={isOpen || undefined}
      tabIndex={isTabStop ? 0 : -1}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onClick}
      onFocus={() => handlers.onFocus(job)}
    >
      {props.isTwoLine ? <TwoLines {...props} /> : <Cells {...props} />}
    </div>
  );
}, isSame);

function isSame(a: TableRowProps, b: TableRowProps): boolean {
  return (
    a.row === b.row &&
    a.columns === b.columns &&
    a.index === b.index &&
    a.rowIndex === b.rowIndex &&
    a.start === b.start &&
    a.isTwoLine === b.isTwoLine &&
    a.isTicked === b.isTicked &&
    a.hasTick === b.hasTick &&
    a.isTabStop === b.isTabStop &&
    a.isOpen === b.isOpen &&
    a.handlers === b.handlers
  );
}

function Cells({ row, cells, columns, isTicked, handlers }: TableRowProps): ReactNode {
  return cells.getAllCells().map((cell, index) => {
    const { id, isRight } = columns[index] ?? {};
    return (
      <div key={cell.id} className={isRight ? 'table-cell table-cell-right' : 'table-cell'} role="gridcell">
        {id === 'tick' && <Tick job={row.job} isTicked={isTicked} handlers={handlers} />}
        {id === 'menu' && <Menu job={row.job} handlers={handlers} />}
        {flexRender(cell.column.columnDef.cell, cell.getContext())}
      </div>
    );
  });
}

/** The form of a phone: what and how old it is, then where and what is said. */
function TwoLines({ row, isTicked, hasTick, handlers }: TableRowProps): ReactNode {
  const { t } = useI18n();
  const { job, hasLeft } = row;
  return (
    <>
      {hasTick && (
        <div className="two-tick" role="gridcell">
          <Tick job={job} isTicked={isTicked} handlers={handlers} />
        </div>
      )}
      <div className="two-icon" role="gridcell">
        <StateIcon state={job.state} gone={job.gone} />
        <span className="visually-hidden">{t(`state.${job.state}`)}</span>
      </div>
      <div className="two-text" role="gridcell">
        <div className="two-line">
          <TitleCell job={job} />
          <span className="muted">
            <Age time={job.created_time} />
          </span>
        </div>
        <div className="two-line muted">
          <span className="two-source">
            <SourceCell job={job} />
          </span>
          <span className="cut two-message">
            · {hasLeft ? t('jobs.left') : <BackendText text={messageOf(job) || t(`state.${job.state}`)} />}
          </span>
        </div>
      </div>
      <div className="two-menu" role="gridcell">
        <Menu job={job} handlers={handlers} />
      </div>
    </>
  );
}

interface ControlProps {
  readonly job: JobRow;
  readonly handlers: RowHandlers;
}

function Tick({ job, isTicked, handlers }: ControlProps & { readonly isTicked: boolean }): ReactNode {
  const { t } = useI18n();
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      checked={isTicked}
      aria-label={t('jobs.tick', { job: titleOf(job) })}
      onClick={(event) => handlers.onTick(job, event.shiftKey)}
      onChange={() => undefined}
    />
  );
}

function Menu({ job, handlers }: ControlProps): ReactNode {
  const { t } = useI18n();
  return (
    <button
      type="button"
      tabIndex={-1}
      className="row-menu-button"
      aria-haspopup="menu"
      aria-label={t('jobs.menu', { job: titleOf(job) })}
      onClick={(event) => handlers.onMenu(job, event.currentTarget)}
    >
      <Icon name="more" />
    </button>
  );
}
