import { usageError } from '../cli-error.js';
import { type Environment } from '../environment.js';
import { type ConfigFile, type Context, isUrl } from './config-file.js';

/** The options that choose a gateway. */
export interface TargetOptions {
  readonly context?: string;
  readonly url?: string;
}

/** The gateway that was chosen. */
export interface ChosenContext {
  /** Absent if only a URL was given. */
  readonly name: string | undefined;
  readonly context: Context;
}

/**
 * Chooses a gateway: `--url` and `--context`, else `JOBS_URL` and `JOBS_CONTEXT`, else the current context. A URL without a
 * context gets nothing of any context, so that no token is sent to an address that it was not made for.
 */
export function chooseContext(
  options: TargetOptions,
  environment: Pick<Environment, 'url' | 'context'>,
  config: ConfigFile,
): ChosenContext {
  const isGiven = options.url !== undefined || options.context !== undefined;
  const { context: given, url } = isGiven ? options : environment;
  const name = given ?? (url === undefined ? config.current : undefined);
  if (url !== undefined && !isUrl(url)) {
    throw usageError(`the URL must be one such as https://jobs.example.net, got ${JSON.stringify(url)}`);
  }
  const context = name === undefined ? undefined : contextOf(config, name);
  if (url !== undefined) return { name, context: { ...context, url } };
  if (context === undefined) {
    throw usageError('no gateway is chosen', '  choose one with: jobs login --url https://jobs.example.net -c NAME');
  }
  return { name, context };
}

/** The context with this name. */
export function contextOf({ contexts }: ConfigFile, name: string): Context {
  const context = Object.hasOwn(contexts, name) ? contexts[name] : undefined;
  if (context === undefined) {
    const names = Object.keys(contexts).join(', ');
    throw usageError(`there is no context ${JSON.stringify(name)}`, `  there is: ${names === '' ? 'none' : names}`);
  }
  return context;
}

/** Throws if a token would travel unencrypted to another computer. */
export function checkEncryption({ allow_http = false, url }: Context, hasToken: boolean): void {
  if (!hasToken || allow_http || !isPlainHttpToAnotherHost(url)) return;
  throw usageError(
    `a token would be sent to ${url} without encryption`,
    '  use https, or set allow_http: true in the context',
  );
}

/** True for plain `http` to a host that is not this computer. */
function isPlainHttpToAnotherHost(url: string): boolean {
  const { hostname, protocol } = new URL(url);
  return protocol === 'http:' && hostname !== 'localhost' && hostname !== '[::1]' && !/^127(\.\d+){3}$/.test(hostname);
}
