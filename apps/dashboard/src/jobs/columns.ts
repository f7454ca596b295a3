import { type Key } from '../i18n/i18n';

/** The name of a column. */
export type ColumnId =
  | 'tick'
  | 'state'
  | 'job'
  | 'source'
  | 'object'
  | 'message'
  | 'age'
  | 'took'
  | 'menu'
  | 'id'
  | 'native'
  | 'user'
  | 'tenant'
  | 'node'
  | 'code'
  | 'started'
  | 'ended'
  | 'updated'
  | 'attempt';

/** How a column is laid out and sorted. */
export interface JobColumn {
  readonly id: ColumnId;
  /** Its head; absent for the ticks and the menus. */
  readonly title?: Key;
  /** Its track in the grid. */
  readonly width: string;
  /** The field that the API sorts by. */
  readonly sortBy?: string;
  /** Right-aligned figures. */
  readonly isRight?: boolean;
  /** Shown only when the user wants it. */
  readonly isOptional?: boolean;
}

/** All columns in their order. */
export const COLUMNS: readonly JobColumn[] = [
  { id: 'tick', width: '32px' },
  { id: 'state', title: 'jobs.column.state', width: '148px', sortBy: 'state' },
  { id: 'job', title: 'jobs.column.job', width: 'minmax(140px, 3fr)', sortBy: 'description' },
  { id: 'source', title: 'jobs.column.source', width: '112px', sortBy: 'source.name' },
  { id: 'object', title: 'jobs.column.object', width: '144px', sortBy: 'svm.name' },
  { id: 'message', title: 'jobs.column.message', width: 'minmax(80px, 3fr)' },
  { id: 'id', title: 'jobs.column.id', width: '160px', sortBy: 'id', isOptional: true },
  { id: 'native', title: 'jobs.column.native', width: '112px', sortBy: 'native_state', isOptional: true },
  { id: 'user', title: 'jobs.column.user', width: '112px', sortBy: 'user.name', isOptional: true },
  { id: 'tenant', title: 'jobs.column.tenant', width: '112px', sortBy: 'tenant.name', isOptional: true },
  { id: 'node', title: 'jobs.column.node', width: '112px', sortBy: 'node.name', isOptional: true },
  { id: 'code', title: 'jobs.column.code', width: '80px', sortBy: 'code', isRight: true, isOptional: true },
  { id: 'started', title: 'jobs.column.started', width: '72px', sortBy: 'start_time', isRight: true, isOptional: true },
  { id: 'ended', title: 'jobs.column.ended', width: '72px', sortBy: 'end_time', isRight: true, isOptional: true },
  {
    id: 'updated',
    title: 'jobs.column.updated',
    width: '72px',
    sortBy: 'updated_time',
    isRight: true,
    isOptional: true,
  },
  { id: 'attempt', title: 'jobs.column.attempt', width: '56px', sortBy: 'attempt', isRight: true, isOptional: true },
  { id: 'age', title: 'jobs.column.age', width: '64px', sortBy: 'created_time', isRight: true },
  { id: 'took', title: 'jobs.column.took', width: '76px', sortBy: 'duration_seconds', isRight: true },
  { id: 'menu', width: '32px' },
];

const FIXED: readonly ColumnId[] = ['tick', 'state', 'job', 'menu'];
/** What a description needs comes first: below these widths of the list, other columns give way to it. */
const OBJECT_FROM = 1_200;
const MESSAGE_FROM = 860;
/** From this width on, the state has room for the request that was sent, as in `Running · cancel sent`. */
const WIDE_STATE_FROM = 1_100;
const WIDE_STATE = '192px';
const TWO_LINES_BELOW = 700;

/** The columns that a user can show or hide. */
export const CHOOSABLE = COLUMNS.filter(({ id }) => !FIXED.includes(id));

/** The chosen columns; without a choice those that are not optional. */
export function shownColumns(chosen: readonly string[] | undefined, width: number): readonly JobColumn[] {
  return COLUMNS.filter(({ id, isOptional }) => {
    if (FIXED.includes(id)) return true;
    if (chosen) return chosen.includes(id);
    return !isOptional && width >= leastListWidth(id);
  }).map((column) => (column.id === 'state' && width >= WIDE_STATE_FROM ? { ...column, width: WIDE_STATE } : column));
}

function leastListWidth(id: ColumnId): number {
  if (id === 'object') return OBJECT_FROM;
  return id === 'message' ? MESSAGE_FROM : 0;
}

/** The least width in pixels that the columns need. */
export function leastWidth(columns: readonly JobColumn[]): number {
  return columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), 0);
}

/** True if a list of this width shows each job in two lines. */
export function hasTwoLines(width: number): boolean {
  return width < TWO_LINES_BELOW;
}

/** The order after a press on a column's head: descending, ascending, and the default again. */
export function nextOrder(column: string, orderBy: string | undefined): string | undefined {
  if (orderBy === `${column} desc`) return column;
  if (orderBy === column) return undefined;
  return `${column} desc`;
}
