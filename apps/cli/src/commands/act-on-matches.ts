import { type ActionName, type BulkPreview } from '../api/types.js';
import { formatCount, formatJobs } from '../bulk/action-words.js';
import { followBulk } from '../bulk/follow-bulk.js';
import { previewText } from '../bulk/preview-text.js';
import { type Cli } from '../cli.js';
import { CliError, usageError } from '../cli-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { printOne } from '../output/print-records.js';
import { askLine } from '../prompt.js';
import { type ActOptions } from './act-options.js';

/** Without a terminal, `-y` alone acts on no more jobs than this. */
const MAX_UNEXPECTED = 100;

/** Acts on all jobs that match: preview, confirmation, progress. */
export async function actOnMatches(cli: Cli, action: ActionName, options: ActOptions): Promise<ExitCode> {
  const { output } = cli;
  const { gateway } = await cli.session();
  const filters = await cli.selection(options);
  const preview = await gateway.preview(filters, action);
  const text = previewText(action, filters, preview);
  if (options.dryRun === true) {
    await printOne(output, preview, () => output.writeLines(text));
    return EXIT.done;
  }
  for (const line of text) output.message(line);
  if (options.expect !== undefined && options.expect !== preview.count) {
    const matching = `${formatJobs(preview.count)} ${preview.count === 1 ? 'matches' : 'match'} now`;
    throw new CliError(
      `${matching}, --expect said ${formatCount(options.expect)}; nothing was sent`,
      EXIT.actionNotDone,
    );
  }
  if (preview.count === 0) return preview.refused.length === 0 ? EXIT.done : EXIT.actionNotDone;
  await confirm(cli, preview, options);
  const id = await gateway.confirm(filters, action, preview.confirm);
  if (options.wait) return followBulk(cli, id, { stops: true });
  await printOne(output, await gateway.getBulk(id), () => output.write(`${id}\n`));
  output.note(`jobs bulk ${id} --follow shows it, and --stop stops it`);
  return EXIT.done;
}

/** Throws unless the user has typed the number, or has given `-y` where that is enough. */
async function confirm({ host }: Cli, { count }: BulkPreview, { expect, yes }: ActOptions): Promise<void> {
  const isAsked = Boolean(host.stdin.isTTY && host.stderr.isTTY);
  if (yes === true) {
    if (isAsked || expect !== undefined || count <= MAX_UNEXPECTED) return;
    throw usageError(`-y needs --expect for more than ${MAX_UNEXPECTED} jobs`, `  -y --expect ${count}`);
  }
  if (!isAsked)
    throw usageError(
      'there is no terminal to confirm this on; nothing was sent',
      `  confirm it with -y --expect ${count}`,
    );
  const typed = await askLine(host, `Type ${count} to go on: `);
  if (typed.replaceAll(',', '') !== String(count)) throw new CliError('not confirmed; nothing was sent', EXIT.usage);
}
