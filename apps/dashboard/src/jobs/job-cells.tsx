import { createContext, memo, type ReactNode, useContext } from 'react';

import { type StaleSource } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { BackendText } from '../job/backend-text';
import { Age, Elapsed } from '../live/age';
import { lengthOf } from '../live/duration';
import { Icon } from '../ui/icons';
import { StateLabel } from '../ui/state-label';
import { type ColumnId } from './columns';
import { type JobRow, messageOf, objectOf, titleOf } from './job-row';
import { type LiveCell, type WindowRow } from './live-window';

/** What the cells need besides their row. */
export interface CellContext {
  readonly stale: ReadonlyMap<string, StaleSource>;
  readonly isAbsolute: boolean;
  readonly hrefOf: (job: JobRow) => string;
}

/** The surroundings of the cells; it changes rarely, and then all rows are rendered. */
export const CellSurroundings = createContext<CellContext>({
  stale: new Map(),
  isAbsolute: false,
  hrefOf: () => '',
});

const LIVE: Partial<Record<ColumnId, LiveCell>> = { state: 'state', message: 'message', took: 'took' };

/** The content of one cell. A cell that has just changed has a mark at its left for two seconds. */
export const JobCell = memo(function JobCell({ row, column }: { readonly row: WindowRow; readonly column: ColumnId }) {
  const live = LIVE[column];
  const isChanged = live !== undefined && row.changed.includes(live);
  return (
    <>
      {isChanged && <span key={row.version} className="cell-mark" />}
      <Content row={row} column={column} />
    </>
  );
});

function Content({ row, column }: { readonly row: WindowRow; readonly column: ColumnId }): ReactNode {
  const { job } = row;
  switch (column) {
    case 'state':
      return <StateCell job={job} />;
    case 'job':
      return <TitleCell job={job} />;
    case 'source':
      return <SourceCell job={job} />;
    case 'object':
      return <Cut text={objectOf(job)} />;
    case 'message':
      return <MessageCell row={row} />;
    case 'age':
      return <Time time={job.created_time} />;
    case 'started':
      return <Time time={job.start_time} />;
    case 'ended':
      return <Time time={job.end_time} />;
    case 'updated':
      return <Time time={job.updated_time} />;
    case 'took':
      return <TookCell row={row} />;
    case 'id':
      return <Cut text={job.id} isMono />;
    case 'native':
      return <Cut text={job.native_state} isMono />;
    case 'user':
      return <Cut text={job.user?.name ?? ''} />;
    case 'tenant':
      return <Cut text={job.tenant?.name ?? ''} />;
    case 'node':
      return <Cut text={job.node?.name ?? ''} />;
    case 'code':
      return job.code ?? '';
    case 'attempt':
      return job.attempt;
    case 'tick':
    case 'menu':
      return null;
  }
}

/** The state, the mark of a request that was sent, and the number of the run. */
function StateCell({ job }: { readonly job: JobRow }): ReactNode {
  const { t } = useI18n();
  const mark = requestMark(job, t);
  return (
    <span
      className="cut state-cell"
      title={[mark, t('state.native', { word: job.native_state })].filter(Boolean).join('; ')}
    >
      <StateLabel state={job.state} gone={job.gone} />
      {mark !== undefined && (
        <>
          <span className="state-mark" aria-hidden="true">
            {' '}
            ⇢
          </span>
          <span className="muted state-mark-text"> · {mark}</span>
        </>
      )}
      {job.attempt > 1 && <span className="muted"> ×{job.attempt}</span>}
    </span>
  );
}

function requestMark({ requested, terminal }: JobRow, t: ReturnType<typeof useI18n>['t']): string | undefined {
  if (!requested || terminal) return undefined;
  if (requested.outcome === 'accepted') return t(`requested.${requested.action}`);
  if (requested.outcome === 'not_honoured') return t(`requested.not_honoured.${requested.action}`);
  return requested.outcome === 'unknown' ? t('requested.unknown') : undefined;
}

const TAIL = 14;

/** The type and the description. A long description loses its middle, so that the name of the object stays. */
export function TitleCell({ job }: { readonly job: JobRow }): ReactNode {
  const { hrefOf } = useContext(CellSurroundings);
  const title = titleOf(job);
  const cut = title.length > 3 * TAIL ? title.length - TAIL : title.length;
  return (
    <a href={hrefOf(job)} className="title-cell" tabIndex={-1} title={title}>
      {job.description !== undefined && job.type !== undefined && (
        <span className="muted title-type">
          <BackendText text={job.type} />
        </span>
      )}
      <BackendText className="cut" text={title.slice(0, cut)} />
      {cut < title.length && <BackendText className="title-tail" text={title.slice(cut)} />}
    </a>
  );
}

/** The source, with a sign if its data is old. */
export function SourceCell({ job }: { readonly job: JobRow }): ReactNode {
  const { stale } = useContext(CellSurroundings);
  const { units, t } = useI18n();
  const { name } = job.source;
  const late = stale.get(name);
  if (!late) return <Cut text={name} />;
  const age = late.age_seconds === undefined ? '' : lengthOf(Math.round(late.age_seconds), units);
  return (
    <span className="source-cell" title={`${t('jobs.stale', { source: name, age })}: ${late.reason}`}>
      <span className="cut">{name}</span>
      <Icon name="warning" />
    </span>
  );
}

function MessageCell({ row }: { readonly row: WindowRow }): ReactNode {
  const { t } = useI18n();
  if (row.hasLeft) return <span className="cut muted">{t('jobs.left')}</span>;
  return <Cut text={messageOf(row.job)} />;
}

/** How long the job took, or takes so far. The clock of a row that has left stands still: its end is reported late. */
function TookCell({ row: { hasLeft, job } }: { readonly row: WindowRow }): ReactNode {
  const { units } = useI18n();
  if (job.duration_seconds !== undefined) return lengthOf(job.duration_seconds, units);
  if (hasLeft || job.terminal || job.start_time === undefined) return <span className="muted">–</span>;
  return (
    <>
      <Elapsed since={job.start_time} />
      <span className="took-mark muted" aria-hidden="true">
        ↻
      </span>
    </>
  );
}

function Time({ time }: { readonly time: string | undefined }): ReactNode {
  const { isAbsolute } = useContext(CellSurroundings);
  return time === undefined ? <span className="muted">–</span> : <Age time={time} isAbsolute={isAbsolute} />;
}

function Cut({ text, isMono }: { readonly text: string; readonly isMono?: boolean }): ReactNode {
  return (
    <span className={isMono ? 'cut mono' : 'cut'} title={text}>
      <BackendText text={text} />
    </span>
  );
}
