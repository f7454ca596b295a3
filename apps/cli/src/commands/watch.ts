import { once } from 'node:events';

import { followWatch } from '../api/follow-watch.js';
import { pagesOf } from '../api/pages.js';
import { type Filters, type Job } from '../api/types.js';
import { type Cli, type SelectionOptions } from '../cli.js';
import { usageError } from '../cli-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { anyOf } from '../filter/filter-terms.js';
import { ChangeLines } from './change-lines.js';
import { LiveTable } from './live-table.js';
import { type WatchScreen } from './watch-screen.js';

/** The options of a watch. */
export interface WatchOptions extends SelectionOptions {
  readonly changes?: boolean;
  readonly since?: string;
}

/** Changes up to this long before a lost connection are shown again, because clocks differ. */
const OVERLAP_MS = 60_000;

/** `jobs watch`: shows jobs and their changes until Ctrl-C. */
export async function watch(cli: Cli, ids: readonly string[], options: WatchOptions): Promise<ExitCode> {
  const { format } = cli.output;
  if (format === 'csv' || format === 'yaml') throw usageError(`a watch has no -o ${format}`, '  use -o ndjson');
  const filters = await selected(cli, ids, options);
  const isTable = (format === 'table' || format === 'wide') && cli.output.canRedraw && options.since === undefined;
  const { utc } = await cli.view();
  const screen =
    isTable && options.changes !== true
      ? new LiveTable(cli.output, await cli.session(), utc)
      : new ChangeLines(cli.output, utc);
  const stop = new AbortController();
  const release = cli.host.interrupts.handle(() => stop.abort());
  try {
    // Ctrl-C ends the watch also while it waits for a list.
    await Promise.race([show(cli, filters, screen, options.since, stop.signal), once(stop.signal, 'abort')]);
  } finally {
    release();
    screen.close();
  }
  return EXIT.interrupted;
}

async function show(
  cli: Cli,
  filters: Filters,
  screen: WatchScreen,
  since: string | undefined,
  stop: AbortSignal,
): Promise<void> {
  const { gateway } = await cli.session();
  let revision = since ?? (await begin());
  while (!stop.aborted) {
    let lostAt: number | undefined;
    for await (const news of followWatch(gateway, filters, revision, stop)) {
      if (news.event === 'lost') {
        lostAt = gateway.now();
        screen.connection(`-- connection lost: ${news.reason} --`);
      } else if (news.event === 'resumed') {
        lostAt = undefined;
        screen.connection('-- reconnected, nothing missed --');
      } else {
        await screen.change(news);
      }
    }
    if (stop.aborted) return;
    revision = await begin();
    if (!screen.replaces) await showMissed(lostAt ?? gateway.now(), revision);
    screen.connection('-- listed again --');
  }

  async function begin(): Promise<string> {
    const list = await gateway.listJobs({ ...filters, ...screen.listQuery });
    screen.list(list);
    return list.revision;
  }

  async function showMissed(lost: number, at: string): Promise<void> {
    const updated_time = `>=${new Date(lost - OVERLAP_MS).toISOString()}`;
    const pages = pagesOf(Infinity, (part) => gateway.listJobs({ updated_time, ...filters, ...part }));
    for await (const { records = [] } of pages) {
      // Without `fields` they are complete.
      for (const job of records) await screen.change({ event: 'modified', revision: at, job: job as Job });
    }
  }
}

/** The filters of the jobs with these ids, or else of the options. */
async function selected(cli: Cli, ids: readonly string[], options: SelectionOptions): Promise<Filters> {
  if (ids.length === 0) return cli.selection(options);
  const { gateway } = await cli.session();
  // A native id becomes the full id, and an unknown id is an error.
  const jobs = await Promise.all(ids.map((id) => gateway.getJob(id)));
  return { id: anyOf(jobs.map(({ id }) => id)) };
}
