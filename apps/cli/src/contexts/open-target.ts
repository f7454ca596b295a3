import { type Target } from '../api/target.js';
import { type Filters } from '../api/types.js';
import { usageError } from '../cli-error.js';
import { type Environment } from '../environment.js';
import { readFilterTerms } from '../filter/filter-terms.js';
import { checkEncryption, chooseContext, type TargetOptions } from './choose-context.js';
import { type ConfigFile, type Context, parseConfig } from './config-file.js';
import { notPrivate, pathBeside, readFile, readFileIfAny } from './private-files.js';

/** A gateway, and what its context adds to every request. */
export interface OpenedTarget {
  readonly target: Target;
  readonly filters: Filters;
}

/** Reads the file of contexts; an absent one is empty. */
export function readConfig({ configFile }: Environment): ConfigFile {
  const file = readFileIfAny(configFile);
  const config = parseConfig(file?.text ?? '', configFile);
  const hasToken = Object.values(config.contexts).some(({ token }) => token !== undefined);
  if (hasToken && file?.isPrivate === false) throw notPrivate(configFile);
  return config;
}

/** Chooses a gateway and reads its token and certificates. */
export function openTarget(options: TargetOptions, environment: Environment, config: ConfigFile): OpenedTarget {
  const { context, name } = chooseContext(options, environment, config);
  const token = readToken(context, environment);
  checkEncryption(context, token !== undefined);
  const { ca_file, filter, url } = context;
  return {
    target: {
      url: url.replace(/\/+$/, ''),
      context: name,
      token,
      ca:
        ca_file === undefined
          ? undefined
          : readFile(pathBeside(environment.configFile, ca_file, environment.home)).text,
    },
    filters: readFilterTerms(filter === undefined ? [] : [filter]),
  };
}

/** The token: of the environment, else of the context. */
function readToken({ token, token_file }: Context, environment: Environment): string | undefined {
  if (environment.token !== undefined) return checkToken(environment.token, 'JOBS_TOKEN');
  if (environment.tokenFile !== undefined) {
    return checkToken(readFile(environment.tokenFile).text, environment.tokenFile);
  }
  if (token !== undefined) return checkToken(token, 'token');
  if (token_file === undefined) return undefined;
  const path = pathBeside(environment.configFile, token_file, environment.home);
  const file = readFile(path);
  if (!file.isPrivate) throw notPrivate(path);
  return checkToken(file.text, path);
}

/** The token without spaces around it. Throws if it cannot be sent. */
export function checkToken(text: string, from: string): string {
  const token = text.trim();
  if (!/^[\x21-\x7e]+$/.test(token))
    throw usageError(`${from} has no token: expected one line of letters, digits and signs`);
  return token;
}
