import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

import { Gateway } from '../api/gateway.js';
import { type Cli } from '../cli.js';
import { usageError } from '../cli-error.js';
import { changeConfig, checkContextName, removeTokenFile, tokenFileOf } from '../contexts/change-config.js';
import { checkEncryption, chooseContext } from '../contexts/choose-context.js';
import { type Context, withContext } from '../contexts/config-file.js';
import { checkToken, openTarget, readConfig } from '../contexts/open-target.js';
import { readFile, writePrivateFile } from '../contexts/private-files.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { neutralise } from '../output/neutralise.js';
import { askSecret } from '../prompt.js';
import { callerLine } from './whoami.js';

/** The options of `jobs login`. */
export interface LoginOptions {
  readonly tokenFile?: string;
}

/** The context that `jobs login --url` makes if it gets no name. */
const DEFAULT_NAME = 'default';

/** `jobs login`: checks a token at the gateway and keeps it in a file of its own. */
export async function login(cli: Cli, { tokenFile }: LoginOptions): Promise<ExitCode> {
  const { environment } = cli.host;
  const { context, name } = chosen(cli);
  checkContextName(name);
  checkEncryption(context, true);
  const isKept = tokenFile !== undefined && tokenFile !== '-';
  const token = isKept ? checkToken(readFile(tokenFile).text, tokenFile) : await readTypedToken(cli, tokenFile === '-');
  const config = { contexts: { [name]: context }, defaults: {} };
  const { target } = openTarget({ context: name }, { ...environment, token }, config);
  const me = await new Gateway(target, cli.options.requestTimeout).me();
  const path = isKept ? resolve(tokenFile) : tokenFileOf(environment, name);
  if (!isKept) writePrivateFile(path, `${token}\n`);
  changeConfig(environment, (source) =>
    withContext(source, name, { url: context.url, token: undefined, token_file: path }),
  );
  cli.output.message(`signed in at ${target.url} as ${callerLine(me)}; context ${name}`);
  return EXIT.done;
}

/** `jobs logout`: removes the token of a context. */
export async function logout(cli: Cli): Promise<ExitCode> {
  const { environment } = cli.host;
  const { name } = chooseContext(cli.options, environment, readConfig(environment));
  if (name === undefined) throw usageError('a URL has no token that is kept', '  name the context with -c');
  removeTokenFile(environment, name);
  changeConfig(environment, (source) => withContext(source, name, { token: undefined, token_file: undefined }));
  cli.output.message(`signed out of ${neutralise(name)}`);
  return EXIT.done;
}

/** The context that is signed in to. With `--url` it may not be there yet, or get another URL. */
function chosen({ host: { environment }, options }: Cli): { readonly name: string; readonly context: Context } {
  const config = readConfig(environment);
  if (options.url === undefined) {
    const { context, name = DEFAULT_NAME } = chooseContext(options, environment, config);
    return { name, context };
  }
  const name = options.context ?? DEFAULT_NAME;
  const { context } = chooseContext({ url: options.url }, environment, config);
  return { name, context: { ...config.contexts[name], ...context } };
}

async function readTypedToken({ host }: Cli, isPiped: boolean): Promise<string> {
  if (!isPiped && host.stdin.isTTY) return checkToken(await askSecret(host, 'Token: '), 'the prompt');
  return checkToken(await text(host.stdin), 'standard input');
}
