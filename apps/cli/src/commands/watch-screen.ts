import { type WatchChange } from '../api/follow-watch.js';
import { type JobList } from '../api/types.js';

/** What a watch is shown with. */
export interface WatchScreen {
  /** The parameters of the list with which it begins, besides the filters. */
  readonly listQuery: { readonly max_records?: number; readonly return_records?: boolean };
  /** True if a list takes the place of what was shown; else the jobs that have changed are shown as changes. */
  readonly replaces: boolean;
  list(list: JobList): void;
  change(change: WatchChange): Promise<void>;
  /** Shows a line about the connection. */
  connection(text: string): void;
  /** Ends the display. */
  close(): void;
}
