import { type Filters } from '../api/types.js';
import { type Cli, type SelectionOptions } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { fieldColumn, textOf } from '../output/columns.js';
import { footnote } from '../output/footnote.js';
import { printOne, RecordPrinter } from '../output/print-records.js';

/** The options of a count. */
export interface CountOptions extends SelectionOptions {
  readonly by?: readonly string[];
}

type Group = Readonly<Record<string, unknown>>;

/** `jobs count`: prints the number of jobs, or one for each group. */
export async function count(cli: Cli, options: CountOptions): Promise<ExitCode> {
  const filters = await cli.selection(options);
  await (options.by === undefined ? printCount(cli, filters) : printGroups(cli, filters, options.by));
  return EXIT.done;
}

async function printCount(cli: Cli, filters: Filters): Promise<void> {
  const { gateway } = await cli.session();
  const answer = await gateway.listJobs({ ...filters, return_records: false });
  const number = (): Promise<void> => cli.output.write(`${answer.total_records}\n`);
  // A script reads a plain number, so NDJSON must be chosen.
  if (cli.options.output === undefined) await number();
  else await printOne(cli.output, answer, number);
}

async function printGroups(cli: Cli, filters: Filters, by: readonly string[]): Promise<void> {
  const { output } = cli;
  const { gateway } = await cli.session();
  const answer = await gateway.summarizeJobs({ ...filters, group_by: by.join(',') });
  const view = await cli.view();
  const columns = [
    ...by.map((field) => fieldColumn<Group>(field, field.toUpperCase(), field)),
    fieldColumn<Group>('count', 'COUNT', 'count', { align: 'right' }),
  ];
  const nameOf = (group: Group): string => by.map((field) => textOf(group[field])).join('\t');
  const printer = new RecordPrinter<Group>(output, { columns, nameOf }, () => view);
  await printer.add(answer.groups);
  await printer.end(() => answer);
  const { gaps, stale_sources, total } = answer;
  output.note(footnote(total, { gaps, stale_sources, total_records: total }, view));
}
