import { type Me } from '../api/types.js';
import { type Cli } from '../cli.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { neutralise } from '../output/neutralise.js';
import { printOne } from '../output/print-records.js';

/** `jobs whoami`: prints who the caller is, with the roles and the gateway. */
export async function whoami(cli: Cli): Promise<ExitCode> {
  const { gateway } = await cli.session();
  const me = await gateway.me();
  const { context, url } = gateway.target;
  await printOne(cli.output, me, () =>
    cli.output.writeLines([callerLine(me), `at ${url}${context === undefined ? '' : ` (context ${context})`}`]),
  );
  return EXIT.done;
}

/** One line: the name, how the caller signed in, and each role with its sources. */
export function callerLine({ expires_time, method, name, sources }: Me): string {
  const roles = sources.map((grant) => `${grant.role} of ${grant.sources ?? 'all sources'}`);
  const end = expires_time === undefined ? [] : [`until ${expires_time}`];
  return neutralise([`${name} (${method})`, ...(roles.length === 0 ? ['no role'] : roles), ...end].join(', '));
}
