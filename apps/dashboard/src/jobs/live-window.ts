import { compareRevisions } from '../live/revision';
import { type JobRow, messageOf, valueAt } from './job-row';

/** The window has at most ten pages; loading an eleventh drops the first or the last one. */
export const PAGE_SIZE = 100;
const MOST_ROWS = 1_000;
/** More new jobs are not counted one by one. */
export const MOST_NEW = 1_000;

/** A page of a list: its cursor, and that of the next page. The first page has no cursor. */
export interface ListPage {
  readonly start: string | undefined;
  readonly next: string | undefined;
  readonly rows: readonly JobRow[];
  readonly revision: string;
}

/** A change of a job, or its removal. */
export type JobChange =
  | { readonly type: 'added' | 'modified'; readonly revision: string; readonly job: JobRow }
  | { readonly type: 'removed'; readonly revision: string; readonly id: string };

/** A cell that shows live changes. */
export type LiveCell = 'state' | 'message' | 'took';

/** A row of the window. The object is another one after each change, and only then. */
export interface WindowRow {
  readonly job: JobRow;
  /** The job does not match any more, or retention has removed it. */
  readonly hasLeft: boolean;
  /** The cells of the last change, and the number of changes. */
  readonly changed: readonly LiveCell[];
  readonly version: number;
}

interface LoadedPage {
  readonly start: string | undefined;
  readonly ids: readonly string[];
}

/**
 * The loaded part of a list and what has happened to it since. Values change in place; order and membership change only
 * when pages are loaded.
 */
export class LiveWindow {
  #pages: LoadedPage[] = [];
  /** Cursors of dropped pages before the window, the nearest last. */
  #before: { readonly start: string | undefined; readonly size: number }[] = [];
  #next: string | undefined;
  #revision = '0-0';
  #rows = new Map<string, WindowRow>();
  #new = new Set<string>();
  #isSortStale = false;
  readonly #sortField: string;

  constructor(orderBy = 'created_time desc') {
    this.#sortField = orderBy.split(/[ ,+]/)[0] ?? '';
  }

  /** The rows in the order of the list. */
  rows(): readonly WindowRow[] {
    return this.#pages.flatMap(({ ids }) => ids.flatMap((id) => this.#rows.get(id) ?? []));
  }

  /** The number of matching jobs that are not in the window because they are new. */
  get newCount(): number {
    return this.#new.size;
  }

  /** The number of rows that do not match any more. */
  get leftCount(): number {
    return [...this.#rows.values()].filter(({ hasLeft }) => hasLeft).length;
  }

  /** The rows that do not match any more and whose jobs had not ended: no change reports what becomes of them. */
  get leftIds(): readonly string[] {
    return [...this.#rows].filter(([, { hasLeft, job }]) => hasLeft && !job.terminal).map(([id]) => id);
  }

  /** True if a value of the sort field has changed since the list was loaded. */
  get isSortStale(): boolean {
    return this.#isSortStale;
  }

  /** The cursor of the page after the window. */
  get next(): string | undefined {
    return this.#next;
  }

  /** The page before the window, if one was dropped. */
  get previous(): { readonly start: string | undefined; readonly size: number } | undefined {
    return this.#before.at(-1);
  }

  /** The number of rows before the window. */
  get offset(): number {
    return this.#before.reduce((sum, { size }) => sum + size, 0);
  }

  /** The number of rows to load again, in whole pages. */
  get size(): number {
    return Math.min(MOST_ROWS, Math.max(PAGE_SIZE, Math.ceil(this.#rows.size / PAGE_SIZE) * PAGE_SIZE));
  }

  /** Starts again with the first page. Returns how many rows were added, removed or changed. */
  reset(page: ListPage): number {
    const old = this.#rows;
    this.#pages = [{ start: page.start, ids: page.rows.map(({ id }) => id) }];
    this.#before = [];
    this.#next = page.next;
    this.#revision = page.revision;
    this.#new = new Set();
    this.#isSortStale = false;
    this.#rows = new Map(page.rows.map((job) => [job.id, reuse(old.get(job.id), job)]));
    const kept = [...this.#rows].filter(([id, row]) => old.get(id) === row).length;
    return Math.max(this.#rows.size, old.size) - kept;
  }

  /** Adds the page after the window, and drops pages at the beginning. */
  append(page: ListPage): void {
    this.#insert(page, 'end');
    this.#next = page.next;
    while (this.#rows.size > MOST_ROWS && this.#pages.length > 1) {
      const [first] = this.#pages.splice(0, 1);
      if (!first) return;
      this.#before.push({ start: first.start, size: first.ids.length });
      first.ids.forEach((id) => this.#rows.delete(id));
    }
  }

  /** Adds the page before the window, and drops pages at the end. */
  prepend(page: ListPage): void {
    this.#before.pop();
    this.#insert(page, 'begin');
    while (this.#rows.size > MOST_ROWS && this.#pages.length > 1) {
      const last = this.#pages.pop();
      if (!last) return;
      this.#next = last.start;
      last.ids.forEach((id) => this.#rows.delete(id));
    }
  }

  /** Takes a change. Returns true if something that is shown has changed. */
  apply(change: JobChange): boolean {
    if (compareRevisions(change.revision, this.#revision) <= 0) return false;
    return change.type === 'removed' ? this.#remove(change.id) : this.#update(change.type, change.job);
  }

  /**
   * Shows the present state of jobs that do not match any more. Those that were requested and do not exist any more have
   * ended: only ended jobs are removed from the records.
   */
  updateLeft(ids: readonly string[], jobs: readonly JobRow[]): void {
    const byId = new Map(jobs.map((job) => [job.id, job]));
    for (const id of ids) {
      const row = this.#rows.get(id);
      if (!row?.hasLeft) continue;
      const job = byId.get(id) ?? { ...row.job, terminal: true, actions: [] };
      const isSame = job.updated_time === row.job.updated_time && job.terminal === row.job.terminal;
      if (!isSame) {
        this.#rows.set(id, { job, hasLeft: true, changed: changedCells(row.job, job), version: row.version + 1 });
      }
    }
  }

  #remove(id: string): boolean {
    const row = this.#rows.get(id);
    if (!row) return this.#new.delete(id);
    if (row.hasLeft) return false;
    this.#rows.set(id, { ...row, hasLeft: true, changed: [], version: row.version + 1 });
    return true;
  }

  #update(type: 'added' | 'modified', job: JobRow): boolean {
    const row = this.#rows.get(job.id);
    if (!row) {
      if (!this.#isNew(type, job) || this.#new.size >= MOST_NEW) return false;
      const { size } = this.#new;
      return this.#new.add(job.id).size > size;
    }
    if (valueAt(row.job, this.#sortField) !== valueAt(job, this.#sortField)) this.#isSortStale = true;
    this.#rows.set(job.id, { job, hasLeft: false, changed: changedCells(row.job, job), version: row.version + 1 });
    return true;
  }

  /** A job that is not in the window is new if its place is within it; in other orders, if it has begun to match. */
  #isNew(type: 'added' | 'modified', job: JobRow): boolean {
    if (this.#sortField !== 'created_time' || this.#before.length > 0) return type === 'added';
    const lastId = this.#pages.at(-1)?.ids.at(-1);
    const last = lastId === undefined ? undefined : this.#rows.get(lastId);
    return this.#next === undefined || last === undefined || job.created_time > last.job.created_time;
  }

  #insert(page: ListPage, place: 'begin' | 'end'): void {
    const fresh = page.rows.filter(({ id }) => !this.#rows.has(id));
    fresh.forEach((job) => this.#rows.set(job.id, reuse(undefined, job)));
    fresh.forEach(({ id }) => this.#new.delete(id));
    const loaded = { start: page.start, ids: fresh.map(({ id }) => id) };
    if (place === 'end') this.#pages.push(loaded);
    else this.#pages.unshift(loaded);
  }
}

/** Keeps the row object if nothing has changed, so that it is not rendered again. */
function reuse(row: WindowRow | undefined, job: JobRow): WindowRow {
  if (row && !row.hasLeft && row.job.updated_time === job.updated_time && row.job.state === job.state) return row;
  return { job, hasLeft: false, changed: row ? changedCells(row.job, job) : [], version: (row?.version ?? -1) + 1 };
}

function changedCells(old: JobRow, job: JobRow): readonly LiveCell[] {
  const isSent = (row: JobRow): string => `${row.requested?.action} ${row.requested?.outcome}`;
  const cells: LiveCell[] = [];
  if (old.state !== job.state || old.gone !== job.gone || isSent(old) !== isSent(job)) cells.push('state');
  if (messageOf(old) !== messageOf(job)) cells.push('message');
  if (old.duration_seconds !== job.duration_seconds) cells.push('took');
  return cells;
}
