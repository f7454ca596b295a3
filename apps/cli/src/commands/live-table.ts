import { type WatchChange } from '../api/follow-watch.js';
import { type JobList, type JobPart } from '../api/types.js';
import { type Session } from '../cli.js';
import { type RecordColumn } from '../output/columns.js';
import { DEFAULT_JOB_COLUMNS, JOB_COLUMNS } from '../output/job-columns.js';
import { type Output } from '../output/output.js';
import { columnsFor } from '../output/print-records.js';
import { renderTable } from '../output/table.js';
import { cutEnd } from '../output/text-width.js';
import { formatClock } from '../output/times.js';
import { type WatchScreen } from './watch-screen.js';

/** The most jobs that are kept; the others are counted. */
const MAX_JOBS = 1_000;
/** The table is drawn again at most this often. */
const REDRAW_MS = 250;
/** Without changes it is drawn again after this many turns, because ages grow. */
const TURNS_PER_SECOND = 1_000 / REDRAW_MS;
/** Sources get old and fresh without any event of the watch, so their state is read this often. */
const SOURCES_MS = 10_000;
/** Lines that the table leaves free: its head, the line below it, and the cursor. */
const OTHER_LINES = 3;

/** A table of the newest jobs that match, which is drawn again in place when they change. */
export class LiveTable implements WatchScreen {
  readonly listQuery = { max_records: MAX_JOBS };
  readonly replaces = true;
  readonly #columns: readonly RecordColumn<JobPart>[];
  /** Absent until there is a list. */
  #timer: NodeJS.Timeout | undefined;
  #sourcesTimer: NodeJS.Timeout | undefined;
  #jobs = new Map<string, JobPart>();
  #staleSources: ReadonlySet<string> = new Set();
  #connection = 'live';
  #drawnLines = 0;
  #turnsLeft = 0;

  constructor(
    private readonly output: Output,
    private readonly session: Session,
    private readonly utc: boolean,
  ) {
    const usual = session.config.defaults.columns ?? DEFAULT_JOB_COLUMNS;
    this.#columns = columnsFor<JobPart>(output, JOB_COLUMNS, usual, undefined);
  }

  list({ records = [], stale_sources }: JobList): void {
    this.#jobs = new Map(records.map((job) => [job.id, job]));
    this.#staleSources = new Set(stale_sources.map(({ name }) => name));
    this.#timer ??= setInterval(() => this.#turn(), REDRAW_MS);
    this.#sourcesTimer ??= setInterval(() => void this.#readSources(), SOURCES_MS);
    this.#draw();
  }

  async change({ event, job }: WatchChange): Promise<void> {
    if (event === 'removed') this.#jobs.delete(job.id);
    else this.#jobs.set(job.id, job);
    this.#turnsLeft = 0;
  }

  connection(text: string): void {
    this.#connection = text;
    this.#turnsLeft = 0;
  }

  close(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    clearInterval(this.#sourcesTimer);
    this.#draw();
  }

  async #readSources(): Promise<void> {
    // A gateway that cannot be reached is shown by the watch itself.
    const answer = await this.session.gateway.listJobs({ return_records: false }).catch(() => undefined);
    if (answer !== undefined) this.#staleSources = new Set(answer.stale_sources.map(({ name }) => name));
  }

  #turn(): void {
    if (this.#turnsLeft > 0) this.#turnsLeft -= 1;
    else this.#draw();
  }

  #draw(): void {
    this.#turnsLeft = TURNS_PER_SECOND - 1;
    const lines = this.#lines();
    const back = this.#drawnLines === 0 ? '' : `\u001b[${this.#drawnLines}A\r`;
    this.#drawnLines = lines.length;
    void this.output.write(`${back}${lines.map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
  }

  #lines(): readonly string[] {
    const { headers, paint, size } = this.output;
    const now = this.session.gateway.now();
    const view = { now, relative: true, utc: this.utc, staleSources: this.#staleSources };
    const newest = this.#newest().slice(0, Math.max(1, size.rows - OTHER_LINES));
    const rows = newest.map((job) => this.#columns.map(({ cell }) => cell(job, view)));
    // A line that the terminal wraps would be counted as one.
    const table = renderTable(this.#columns, rows, { headers, paint, width: size.columns });
    const count = `${newest.length} of ${this.#jobs.size}${this.#jobs.size >= MAX_JOBS ? '+' : ''} jobs`;
    const clock = formatClock(new Date(now).toISOString(), this.utc);
    const status = `${count} · ${this.#connection} · ${clock} · Ctrl-C ends`;
    return [...table, paint(cutEnd(status, size.columns), 'dim')];
  }

  /** The jobs, newest first; those beyond the limit are dropped. */
  #newest(): readonly JobPart[] {
    const sorted = [...this.#jobs.values()].sort((a, b) => ((a.created_time ?? '') < (b.created_time ?? '') ? 1 : -1));
    for (const { id } of sorted.splice(MAX_JOBS)) this.#jobs.delete(id);
    return sorted;
  }
}
