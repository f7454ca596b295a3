import { pause } from '../api/back-off.js';
import { ProblemError } from '../api/errors.js';
import { type Gateway } from '../api/gateway.js';
import { type ActionName, type JobPart } from '../api/types.js';
import { type Cli } from '../cli.js';
import { type CliError } from '../cli-error.js';
import { EXIT, type ExitCode, exitCodeOfActions } from '../exit-codes.js';
import { anyOf } from '../filter/filter-terms.js';
import { outcomeCell } from '../output/action-columns.js';
import { columnsNamed, type RecordColumn } from '../output/columns.js';
import { JOB_COLUMNS } from '../output/job-columns.js';
import { RecordPrinter } from '../output/print-records.js';
import { ABSENT } from '../output/view.js';
import { forEachOf } from './each.js';

const INTERVAL_MS = 1_000;
/** A filter has at most this many alternatives. */
const MAX_IDS = 100;

const OUTCOME_COLUMN: RecordColumn<JobPart> = {
  name: 'outcome',
  title: 'OUTCOME',
  stays: true,
  fields: ['requested.outcome'],
  cell: ({ requested }) => (requested === undefined ? { text: ABSENT } : outcomeCell(requested.outcome ?? 'accepted')),
  value: ({ requested }) => requested?.outcome,
};

/** Sends an action for each job, and waits for the outcomes. */
export async function actOnIds(
  cli: Cli,
  action: ActionName,
  ids: readonly string[],
  waits: boolean,
): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const codeOf = (error: CliError): ExitCode => (error instanceof ProblemError ? error.actionCode : error.code);
  const { codes, results } = await forEachOf(cli, ids, (id) => gateway.act(id, action), codeOf);
  const jobs = waits ? await withOutcomes(cli, gateway, results) : results;
  await printJobs(cli, jobs);
  return exitCodeOfActions([...codes, ...jobs.map(exitCodeOfOutcome)]);
}

/** The jobs once no action is merely accepted any more. */
async function withOutcomes(cli: Cli, gateway: Gateway, sent: readonly JobPart[]): Promise<readonly JobPart[]> {
  const latest = new Map(sent.map((job) => [job.id, job]));
  const pending = (): readonly string[] => [...latest.values()].filter(isAccepted).map(({ id }) => id);
  if (pending().length > 0) cli.output.note('accepted; waiting for its effect (Ctrl-C leaves, the action stays)');
  const never = new AbortController().signal;
  for (let ids = pending(); ids.length > 0; ids = pending()) {
    await pause(INTERVAL_MS, never);
    const some = ids.slice(0, MAX_IDS);
    const { records = [] } = await gateway.listJobs({ id: anyOf(some), max_records: MAX_IDS });
    // A job that is not listed any more was removed by retention.
    for (const id of some) latest.delete(id);
    for (const job of records) latest.set(job.id, job);
  }
  return [...latest.values()];
}

async function printJobs(cli: Cli, jobs: readonly JobPart[]): Promise<void> {
  if (jobs.length === 0) return;
  const view = await cli.view();
  const columns = [OUTCOME_COLUMN, ...columnsNamed(JOB_COLUMNS, ['state', 'job', 'source', 'id'])];
  const printer = new RecordPrinter<JobPart>(cli.output, { columns, nameOf: (each) => each.id }, () => view);
  await printer.add(jobs);
  await printer.end((records) => (records.length === 1 ? records[0] : { records, num_records: records.length }));
}

function isAccepted({ requested }: JobPart): boolean {
  return requested?.outcome === 'accepted';
}

/** A job that ended by itself before a cancel took effect needs no further action. */
function exitCodeOfOutcome({ requested }: JobPart): ExitCode {
  switch (requested?.outcome) {
    case 'not_honoured':
    case 'failed':
    case 'refused':
    case 'unknown':
      return EXIT.actionNotDone;
    case 'accepted':
    case 'done':
    case 'finished_first':
    case undefined:
      return EXIT.done;
  }
}
