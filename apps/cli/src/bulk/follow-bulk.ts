import { backOff, pause } from '../api/back-off.js';
import { isTransient } from '../api/errors.js';
import { type Gateway } from '../api/gateway.js';
import { type BulkAction } from '../api/types.js';
import { type Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { printOne } from '../output/print-records.js';
import { formatCount, formatJobs } from './action-words.js';
import { bulkSentence, handledOf, isUnderWay, progressLine } from './progress.js';

const INTERVAL_MS = 500;
/** The gateway sends nothing any more this long after it was stopped. */
const STOP_MS = 2_000;
/** A gateway that cannot be reached has about this many attempts to come back; the bulk action goes on without it. */
const MAX_ATTEMPTS = 20;

/** How a bulk action is followed. */
export interface FollowOptions {
  /** True if the first Ctrl-C stops the bulk action; else it only ends the display. */
  readonly stops: boolean;
}

/** Shows the progress of a bulk action until it ends, or until Ctrl-C. Prints its record, or a sentence on a terminal. */
export async function followBulk(cli: Cli, id: string, { stops }: FollowOptions): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const interrupted = new AbortController();
  let release = cli.host.interrupts.handle(() => {
    release = cli.host.interrupts.handle(() => leave(cli, id));
    interrupted.abort();
  });
  try {
    const bulk = await untilEnded(cli, gateway, id, stops, interrupted.signal);
    if (!interrupted.signal.aborted) return await printEnd(cli, bulk);
    if (stops && bulk.state === 'running') await stop(cli, gateway, id);
    else sayWhatGoesOn(cli, bulk);
    return EXIT.interrupted;
  } finally {
    release();
  }
}

/** Prints the record of a bulk action and returns its exit code. */
export async function printEnd(cli: Cli, bulk: BulkAction): Promise<ExitCode> {
  await printOne(cli.output, bulk, () => cli.output.write(`${bulkSentence(bulk)}\n`));
  cli.output.note(`jobs actions -f bulk_id=${bulk.id} lists them`);
  return bulk.refused + bulk.failed + bulk.unknown > 0 ? EXIT.actionNotDone : EXIT.done;
}

async function untilEnded(
  cli: Cli,
  gateway: Gateway,
  id: string,
  stops: boolean,
  interrupted: AbortSignal,
): Promise<BulkAction> {
  const { output } = cli;
  let bulk = await gateway.getBulk(id);
  if (!output.canRedrawErrors) output.note(`${bulk.action} ${bulk.id}: ${formatJobs(bulk.total)}`);
  for (let attempt = 0; ;) {
    const hint = stops && bulk.state === 'running' ? 'Ctrl-C stops' : 'Ctrl-C leaves';
    if (output.canRedrawErrors) output.redraw(progressLine(bulk, gateway.now(), hint, output.size.columns - 1));
    if (!isUnderWay(bulk) || interrupted.aborted) break;
    await pause(INTERVAL_MS, interrupted);
    try {
      bulk = await gateway.getBulk(id);
      attempt = 0;
    } catch (error) {
      if (!isTransient(error) || attempt >= MAX_ATTEMPTS) throw error;
      await backOff(attempt, interrupted);
      attempt += 1;
    }
  }
  if (output.canRedrawErrors) output.message('');
  return bulk;
}

async function stop(cli: Cli, gateway: Gateway, id: string): Promise<void> {
  await gateway.stopBulk(id);
  await pause(STOP_MS, new AbortController().signal);
  const bulk = await gateway.getBulk(id);
  const counts = [
    `${formatCount(bulk.sent)} sent`,
    ...(bulk.refused > 0 ? [`${formatCount(bulk.refused)} refused`] : []),
    `${formatCount(bulk.total - handledOf(bulk))} not tried`,
  ];
  cli.output.message(`stopped: ${counts.join(', ')}. jobs actions -f bulk_id=${id} lists them.`);
}

/** At the second Ctrl-C. */
function leave(cli: Cli, id: string): never {
  cli.output.message(`\nit may go on: jobs bulk ${id} --stop stops it`);
  cli.host.interrupts.leave();
}

function sayWhatGoesOn({ output }: Cli, { accepted, id, state }: BulkAction): void {
  if (state === 'running') output.message(`it goes on: jobs bulk ${id} --follow shows it, and --stop stops it`);
  else output.message(`all were sent, and ${formatJobs(accepted)} may not show it yet: jobs bulk ${id}`);
}
