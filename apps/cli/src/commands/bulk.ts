import { followBulk, printEnd } from '../bulk/follow-bulk.js';
import { type Cli } from '../cli.js';
import { usageError } from '../cli-error.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** The options of `jobs bulk`. */
export interface BulkOptions {
  readonly stop?: boolean;
  readonly follow?: boolean;
}

/** `jobs bulk`: shows a bulk action, stops it, or follows it to its end. */
export async function bulk(cli: Cli, id: string, { follow, stop }: BulkOptions): Promise<ExitCode> {
  if (follow === true && stop === true) throw usageError('--follow and --stop exclude each other');
  if (follow === true) return followBulk(cli, id, { stops: false });
  const { gateway } = await cli.session();
  const record = stop === true ? await gateway.stopBulk(id) : await gateway.getBulk(id);
  const code = await printEnd(cli, record);
  return stop === true ? EXIT.done : code;
}
