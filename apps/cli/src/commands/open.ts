import { type Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** `jobs open`: prints the link to the web page, with the filter of the context, or to one job. */
export async function open(cli: Cli, id?: string): Promise<ExitCode> {
  const { filters, gateway } = await cli.session();
  const query = new URLSearchParams(filters).toString();
  const path = id === undefined ? '/jobs' : `/jobs/${(await gateway.getJob(id)).id}`;
  await cli.output.write(`${gateway.target.url}${path}${query === '' ? '' : `?${query}`}\n`);
  return EXIT.done;
}
