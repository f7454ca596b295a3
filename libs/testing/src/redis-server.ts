/** A real Redis or Valkey for tests, on the loopback interface and without persistence. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

import { freePort } from './free-port.js';

const PROGRAMS = ['redis-server', 'valkey-server'];
const ATTEMPTS = 3;
const START_LIMIT_MS = 10_000;
const MISSING =
  'The tests need Redis. Set TEST_REDIS_URL to the URL of a Redis they may write to, or install redis-server ' +
  '(apt-get install redis-server, dnf install redis, brew install redis) or valkey-server on the PATH.';

/** A running server. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Stops it and waits until the process has ended. */
  stop(): Promise<void>;
  /** Kills it with SIGKILL and waits until the process has ended. */
  kill(): Promise<void>;
}

/** Settings under their names in the server's configuration file. */
export type RedisSettings = Readonly<Record<string, string>>;

/**
 * Starts a server on 127.0.0.1, by default on a free port. The caller stops it. If neither program is installed, it
 * installs Redis with apt-get when it runs as root. Otherwise it throws an error that says what to install.
 */
export async function startRedisServer(settings: RedisSettings = {}): Promise<RedisServer> {
  const program = (await findProgram()) ?? (await installProgram());
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const server = await startOnce(program, settings);
    if (server) return server;
  }
  throw new Error(`${program} does not start; run it in a terminal to see why`);
}

async function findProgram(): Promise<string | undefined> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  for (const path of PROGRAMS.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isExecutable(path)) return path;
  }
  return undefined;
}

async function installProgram(): Promise<string> {
  if (process.getuid?.() !== 0 || !(await isExecutable('/usr/bin/apt-get'))) throw new Error(MISSING);
  const run = promisify(execFile);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('/usr/bin/apt-get', ['update'], { env });
    await run('/usr/bin/apt-get', ['install', '-y', 'redis-server'], { env });
  } catch (error) {
    throw new Error(MISSING, { cause: error });
  }
  const program = await findProgram();
  if (program === undefined) throw new Error(MISSING);
  return program;
}

/** Returns `undefined` if the program ended before it responded; another program may use the port. */
async function startOnce(program: string, overrides: RedisSettings): Promise<RedisServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-redis-'));
  const port = Number(overrides.port ?? (await freePort()));
  const settings = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', ...overrides };
  const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const killAtExit = (): unknown => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const exited = once(child, 'exit').then(async () => {
    process.removeListener('exit', killAtExit);
    await rm(folder, { recursive: true, force: true });
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await exited;
  };
  if (!(await respondsToPing(child, port))) {
    await end('SIGKILL');
    return undefined;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: child.pid ?? 0,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}

async function respondsToPing(child: ChildProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    if (await ping(port)) return child.exitCode === null;
    await delay(10);
  }
  return false;
}

function ping(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.once('data', (response) => {
      resolve(/^(\+PONG|-NOAUTH)/.test(response.toString()));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
