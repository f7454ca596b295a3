/** The built gateway in its own process, as `npm start` runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { type Simulator } from '../../apps/simulator/src/simulator.js';

/** The built gateway. */
export const PROGRAM = 'dist/apps/gateway/src/main.js';
/** The environment variables to which `configurationFor` refers. */
export const SIMULATOR_ENV = { SIMULATOR_PASSWORD: 'simulator' };

/** The exit status and the output of an ended process. */
export interface EndedProcess {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A started process; `ended` resolves once it has exited. */
export interface GatewayProcess {
  readonly pid: number;
  /** Its standard output so far. */
  readonly output: () => string;
  readonly ended: Promise<EndedProcess>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** How a process is started, besides its configuration. */
export interface ProcessOptions {
  readonly level?: string;
  /** An open file for its standard output. @default a pipe that is read */
  readonly stdout?: number;
  /** How many files the process may open. @default the limit of this process */
  readonly openFiles?: number;
  /** The `main.js` of another build. @default PROGRAM */
  readonly program?: string;
  /** Further arguments, such as a command. */
  readonly args?: readonly string[];
}

/** Starts `node dist/apps/gateway/src/main.js --config FILE` with these environment variables added. */
export function startProcess(
  config: string,
  env: Readonly<Record<string, string>> = {},
  { args: others = [], level = 'info', openFiles, program: main = PROGRAM, stdout }: ProcessOptions = {},
): GatewayProcess {
  const command = [process.execPath, main, ...others, '--config', config, '--log-level', level] as const;
  const [program, ...args] =
    openFiles === undefined ? command : (['sh', '-c', limited(openFiles), ...command] as const);
  const child = spawn(program, args, {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    pid: child.pid as number,
    output: () => output,
    ended: endOf(child),
    kill: (signal) => void child.kill(signal),
  };
}

/** Runs a command of the built gateway to its end. */
export function runGateway(args: readonly string[]): Promise<EndedProcess> {
  return endOf(spawn(process.execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** A configuration as JSON. */
export interface GatewayConfiguration {
  readonly server: object;
  readonly store: object;
  readonly sources: readonly { readonly name: string; readonly auth: object }[];
}

/** A configuration with all backends of a simulator, polled every second, and a store in `folder`. */
export function configurationFor(simulator: Simulator, port: number, folder: string): GatewayConfiguration {
  return {
    server: { host: '127.0.0.1', port },
    store: { kind: 'embedded', path: join(folder, 'data') },
    sources: simulator.backends.map(({ name, kind, url, username }) => ({
      name,
      kind,
      url,
      auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
      poll: { interval: '1s' },
    })),
  };
}

/** A shell script that runs its arguments with this limit of open files. */
function limited(openFiles: number): string {
  return `ulimit -n ${openFiles} && exec "$0" "$@"`;
}

async function endOf(child: ChildProcess): Promise<EndedProcess> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code, signal, stdout, stderr };
}
