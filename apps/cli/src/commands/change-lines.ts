import { type WatchChange } from '../api/follow-watch.js';
import { changeLine } from '../output/change-line.js';
import { safeJson } from '../output/neutralise.js';
import { type Output } from '../output/output.js';
import { formatClock } from '../output/times.js';
import { type WatchScreen } from './watch-screen.js';

/** Appends a line for each change: for a person, or as NDJSON. */
export class ChangeLines implements WatchScreen {
  readonly listQuery = { return_records: false };
  readonly replaces = false;

  constructor(
    private readonly output: Output,
    private readonly utc: boolean,
  ) {}

  list(): void {
    // Only the revision is needed: the list itself is `jobs list`.
  }

  async change(change: WatchChange): Promise<void> {
    await this.output.write(`${this.#lineOf(change)}\n`);
  }

  connection(text: string): void {
    this.output.note(text);
  }

  close(): void {
    // Every line is written at once.
  }

  #lineOf(change: WatchChange): string {
    const { format, isTerminal, look } = this.output;
    if (format === 'name') return change.job.id;
    if (format !== 'table' && format !== 'wide') return safeJson(change);
    const now = new Date().toISOString();
    return changeLine(change, isTerminal ? formatClock(now, this.utc) : now, look);
  }
}
