import { allRecords, pagesOf } from '../api/pages.js';
import { type SourcePart } from '../api/types.js';
import { type Cli } from '../cli.js';
import { CliError } from '../cli-error.js';
import { EXIT, type ExitCode, exitCodeOfActions } from '../exit-codes.js';
import { columnsFor, RecordPrinter } from '../output/print-records.js';
import { byTrouble, DEFAULT_SOURCE_COLUMNS, SOURCE_COLUMNS } from '../output/source-columns.js';
import { forEachOf } from './each.js';

/** The options of the list of sources. */
export interface SourcesOptions {
  readonly troubled?: boolean;
}

/** `jobs sources`: prints the sources, those with trouble first. A name may have `*`. */
export async function sources(cli: Cli, names: readonly string[], { troubled }: SourcesOptions): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const query = {
    ...(names.length > 0 && { name: names.join('|') }),
    ...(troubled === true && { status: '!ok' }),
  };
  const found = await allRecords(pagesOf(Infinity, (part) => gateway.listSources({ ...query, ...part })));
  const missing = troubled === true ? [] : names.filter((name) => !name.includes('*') && !isIn(found, name));
  if (missing.length > 0) {
    const lines = ['  the sources that are known: jobs sources'];
    throw new CliError(`no source is called ${missing.join(', ')}`, EXIT.notFound, { lines });
  }
  await printSources(cli, byTrouble(found));
  const { output } = cli;
  const troubles = found.filter(({ status }) => status !== 'ok').length;
  output.note(`${found.length} ${found.length === 1 ? 'source' : 'sources'}, ${troubles} with trouble`);
  return EXIT.done;
}

/** `jobs poll`: polls sources now and prints them after the poll. */
export async function poll(cli: Cli, names: readonly string[]): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const { codes, results } = await forEachOf(cli, names, (name) => gateway.pollSource(name));
  await printSources(cli, results);
  const outcomes = results.map(({ status }) => (status === 'ok' ? EXIT.done : EXIT.actionNotDone));
  return exitCodeOfActions([...codes, ...outcomes]);
}

async function printSources(cli: Cli, found: readonly SourcePart[]): Promise<void> {
  const { output } = cli;
  const columns = columnsFor(output, SOURCE_COLUMNS, DEFAULT_SOURCE_COLUMNS, undefined);
  const view = await cli.view();
  const printer = new RecordPrinter<SourcePart>(output, { columns, nameOf: ({ name }) => name }, () => view);
  await printer.add(found);
  await printer.end((records) => ({ records, num_records: records.length }));
}

function isIn(found: readonly SourcePart[], wanted: string): boolean {
  return found.some(({ name }) => name === wanted);
}
