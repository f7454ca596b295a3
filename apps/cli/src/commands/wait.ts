import { backOff } from '../api/back-off.js';
import { isTransient } from '../api/errors.js';
import { type Gateway } from '../api/gateway.js';
import { allRecords, pagesOf } from '../api/pages.js';
import { type Job, type JobPart } from '../api/types.js';
import { type Cli } from '../cli.js';
import { CliError, usageError } from '../cli-error.js';
import { EXIT, type ExitCode, exitCodeOfJob, worstOf } from '../exit-codes.js';
import { DEFAULT_JOB_COLUMNS, JOB_COLUMNS } from '../output/job-columns.js';
import { columnsFor, RecordPrinter } from '../output/print-records.js';
import { renderTable } from '../output/table.js';
import { inParallel } from './in-parallel.js';

/** The options of a wait. */
export interface WaitOptions {
  readonly filter: readonly string[];
  /** In milliseconds. */
  readonly timeout?: number;
  readonly any?: boolean;
}

/** The gateway holds a request up to 120 s, proxies often less. */
const WAIT_SECONDS = 60;
/** Requests that are held at the same time. */
const MAX_HELD = 16;
/** With `--any` each job needs a request of its own. */
const MAX_ANY = 100;
/** A gateway that cannot be reached during a wait has this long to come back. */
const MAX_OUTAGE_MS = 300_000;

/** `jobs wait`: waits until jobs have ended. The exit code is that of the worst outcome, or with `--any` of the first one. */
export async function wait(cli: Cli, ids: readonly string[], options: WaitOptions): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const waited = ids.length > 0 ? ids : await matching(cli, gateway, options.filter);
  if (options.any === true && waited.length > MAX_ANY) {
    throw usageError(
      `--any waits for ${MAX_ANY} jobs at most, and these are ${waited.length}`,
      '  select fewer with -f',
    );
  }
  if (waited.length > 0) cli.output.note(`waiting for ${waited.length} ${waited.length === 1 ? 'job' : 'jobs'}`);
  else cli.output.note('no job matches');
  const deadline = Date.now() + (options.timeout ?? Infinity);
  const print = await endPrinter(cli);
  const waitForOne = async (id: string): Promise<ExitCode> => {
    const job = await untilEnded(gateway, id, deadline);
    if (job === undefined) throw timedOut(id, options.timeout);
    await print(job);
    return exitCodeOfJob(job);
  };
  if (options.any === true && waited.length > 0) return Promise.race(waited.map(waitForOne));
  return worstOf(await inParallel(waited, MAX_HELD, waitForOne));
}

/** Holds requests until the job has ended; `undefined` if the time is up. An interruption after the first answer is bridged. */
async function untilEnded(gateway: Gateway, id: string, deadline: number): Promise<Job | undefined> {
  let lastAnswer: number | undefined;
  for (let attempt = 0; ;) {
    const seconds = Math.min(WAIT_SECONDS, Math.ceil((deadline - Date.now()) / 1_000));
    if (seconds <= 0 && lastAnswer !== undefined) return undefined;
    try {
      // The first request is sent in any case: a job that has ended already is no timeout.
      const job = await gateway.getJob(id, Math.max(1, seconds));
      if (job.terminal || job.gone) return job;
      lastAnswer = Date.now();
      attempt = 0;
    } catch (error) {
      const isOver = lastAnswer === undefined || Date.now() - lastAnswer > MAX_OUTAGE_MS;
      if (isOver || !isTransient(error)) throw error;
      await backOff(attempt, AbortSignal.timeout(Math.max(0, Math.min(deadline - Date.now(), MAX_OUTAGE_MS))));
      attempt += 1;
    }
  }
}

async function matching(cli: Cli, gateway: Gateway, filter: readonly string[]): Promise<readonly string[]> {
  if (filter.length === 0) throw usageError('nothing to wait for', '  name jobs, or select them with -f');
  const filters = await cli.selection({ filter });
  const pages = pagesOf(Infinity, (part) => gateway.listJobs({ ...filters, fields: 'id', ...part }));
  return (await allRecords(pages)).map(({ id }) => id);
}

/** Prints each job when it has ended. On a terminal it is a line of its own, because the widths of the others are not known yet. */
async function endPrinter(cli: Cli): Promise<(job: Job) => Promise<void>> {
  const { output } = cli;
  const columns = columnsFor<JobPart>(output, JOB_COLUMNS, DEFAULT_JOB_COLUMNS, undefined);
  const style = { columns, nameOf: ({ id }: JobPart) => id };
  return async (job) => {
    const view = await cli.view();
    if (output.format === 'table' || output.format === 'wide') {
      const row = columns.map(({ cell }) => cell(job, view));
      return output.writeLines(renderTable(columns, [row], { ...output.look, headers: false }));
    }
    const printer = new RecordPrinter<JobPart>(output, style, () => view);
    await printer.add([job]);
    await printer.end(([record]) => record);
  };
}

function timedOut(id: string, timeout = 0): CliError {
  return new CliError(`${id} has not ended within ${timeout / 1_000} s`, EXIT.timeout);
}
