/** The built command line in its own process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';

/** The built command line. */
export const CLI_PROGRAM = resolve('dist/apps/cli/src/main.js');

/** What a command printed, and its exit code. */
export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `jobs ARGS…` in pipes, with these variables and nothing else in its environment. */
export async function runCli(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<CliResult> {
  const child = spawn(process.execPath, [CLI_PROGRAM, ...args], { env: { PATH: process.env['PATH'], ...env } });
  // A command that reads nothing may end before it was written to.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
