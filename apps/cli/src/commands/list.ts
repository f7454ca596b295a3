import { pagesOf } from '../api/pages.js';
import { type JobPart } from '../api/types.js';
import { type Cli, type SelectionOptions } from '../cli.js';
import { rememberIds } from '../completion/last-ids.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { fieldsOf } from '../output/columns.js';
import { footnote } from '../output/footnote.js';
import { DEFAULT_JOB_COLUMNS, JOB_COLUMNS } from '../output/job-columns.js';
import { columnsFor, hasColumns } from '../output/print-records.js';
import { printPages } from './print-pages.js';

/** The options of a list. */
export interface ListOptions extends SelectionOptions {
  readonly sort?: string;
  readonly limit: number;
  readonly all?: boolean;
  readonly columns?: readonly string[];
}

/** `jobs list`: prints jobs, newest first, and a note about the list. */
export async function list(cli: Cli, options: ListOptions): Promise<ExitCode> {
  const { output } = cli;
  const { config, gateway } = await cli.session();
  const filters = await cli.selection(options);
  const columns = columnsFor(output, JOB_COLUMNS, config.defaults.columns ?? DEFAULT_JOB_COLUMNS, options.columns);
  const fields = hasColumns(output) ? `id,${fieldsOf(columns)}` : output.format === 'name' ? 'id' : undefined;
  const query = {
    ...filters,
    ...(options.sort !== undefined && { order_by: options.sort }),
    ...(fields !== undefined && { fields }),
  };
  const pages = pagesOf(options.all === true ? Infinity : options.limit, (part) =>
    gateway.listJobs({ ...query, ...part }),
  );
  const ids: string[] = [];
  const { count, first } = await printPages(
    output,
    pages,
    { columns, nameOf: ({ id }: JobPart) => id },
    ({ stale_sources }) => cli.view(stale_sources.map(({ name }) => name)),
    (records) => ids.push(...records.map(({ id }) => id)),
  );
  output.note(footnote(count, first, await cli.view()));
  rememberIds(cli.host.environment, ids);
  return EXIT.done;
}
