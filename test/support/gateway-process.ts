/** The built gateway as a process of its own, as `npm start` runs it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

const PROGRAM = 'dist/apps/gateway/src/main.js';

/** What a process that has ended left behind. */
export interface EndedProcess {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that was started; `ended` resolves once it is gone. */
export interface GatewayProcess {
  readonly pid: number;
  /** What it has written so far to its standard output. */
  readonly output: () => string;
  readonly ended: Promise<EndedProcess>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts `node dist/apps/gateway/src/main.js --config FILE` with these environment variables added. */
export function startProcess(config: string, env: Readonly<Record<string, string>> = {}): GatewayProcess {
  const child = spawn(process.execPath, [PROGRAM, '--config', config], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return {
    pid: child.pid as number,
    output: () => output,
    ended: endOf(child),
    kill: (signal) => void child.kill(signal),
  };
}

async function endOf(child: ChildProcess): Promise<EndedProcess> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  return { code, signal, stdout, stderr };
}
