/** The only file that reads the environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** What the environment says, under plain names. */
export interface Environment {
  readonly home: string;
  /** The file of contexts. */
  readonly configFile: string;
  /** The folder of what may be lost. */
  readonly cacheFolder: string;
  readonly url: string | undefined;
  readonly context: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly noColor: boolean;
  /** `undefined` if the variable is absent. */
  readonly forceColor: boolean | undefined;
  /** False for a terminal that cannot move its cursor. */
  readonly canRedraw: boolean;
}

/** Reads the environment. An empty variable counts as absent. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const value = (name: string): string | undefined => env[name] || undefined;
  const home = value('HOME') ?? homedir();
  const force = env['FORCE_COLOR'];
  return {
    home,
    configFile:
      value('JOBS_CONFIG') ?? join(value('XDG_CONFIG_HOME') ?? join(home, '.config'), 'job-gateway', 'config.yaml'),
    cacheFolder: join(value('XDG_CACHE_HOME') ?? join(home, '.cache'), 'job-gateway'),
    url: value('JOBS_URL'),
    context: value('JOBS_CONTEXT'),
    token: value('JOBS_TOKEN'),
    tokenFile: value('JOBS_TOKEN_FILE'),
    noColor: value('NO_COLOR') !== undefined,
    forceColor: force === undefined ? undefined : force !== '0' && force !== 'false',
    canRedraw: env['TERM'] !== 'dumb',
  };
}
