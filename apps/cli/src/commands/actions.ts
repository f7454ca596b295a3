import { pagesOf } from '../api/pages.js';
import { type ActionPart } from '../api/types.js';
import { type Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { readFilterTerms } from '../filter/filter-terms.js';
import { ACTION_COLUMNS, DEFAULT_ACTION_COLUMNS } from '../output/action-columns.js';
import { fieldsOf } from '../output/columns.js';
import { columnsFor, hasColumns } from '../output/print-records.js';
import { type ListOptions } from './list.js';
import { printPages } from './print-pages.js';

/** `jobs actions`: prints who asked for which action, and what came of it. The filter of the context is one of jobs and has no effect. */
export async function actions(cli: Cli, options: Omit<ListOptions, 'query'>): Promise<ExitCode> {
  const { output } = cli;
  const { gateway } = await cli.session();
  const columns = columnsFor(output, ACTION_COLUMNS, DEFAULT_ACTION_COLUMNS, options.columns);
  const query = {
    ...readFilterTerms(options.filter),
    ...(options.sort !== undefined && { order_by: options.sort }),
    ...(hasColumns(output) && { fields: fieldsOf(columns) }),
  };
  const limit = options.all === true ? Infinity : options.limit;
  const { count, first } = await printPages(
    output,
    pagesOf(limit, (part) => gateway.listActions({ ...query, ...part })),
    { columns, nameOf: ({ id }: ActionPart) => id },
    () => cli.view(),
  );
  const total = first.total_records;
  output.note(count < total ? `${count} of ${total}` : `${total} ${total === 1 ? 'action' : 'actions'}`);
  return EXIT.done;
}
