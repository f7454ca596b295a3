#!/usr/bin/env node
/** The command line `jobs`. `program.ts` has its commands, `exit-codes.ts` its exit codes. */
import { CommanderError } from 'commander';

import { type GlobalOptions, type Host } from './cli.js';
import { readEnvironment } from './environment.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { Interrupts } from './interrupts.js';
import { Output } from './output/output.js';
import { makeProgram, type ProgramResult } from './program.js';
import { reportError } from './report-error.js';

async function run(host: Host): Promise<ExitCode> {
  const result: ProgramResult = { code: EXIT.done };
  const program = makeProgram(host, result);
  try {
    await program.parseAsync();
    return result.code;
  } catch (error) {
    // Commander has printed its errors. Help and version that were asked for are none.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const options = program.opts<GlobalOptions>();
    return reportError(
      new Output(host.stdout, host.stderr, host.environment, options),
      error,
      options.verbose === true,
    );
  }
}

const { stderr, stdin, stdout } = process;
// The reader of a pipe has what it wants, as with `jobs list | head`.
stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.done : EXIT.internal));
stderr.on('error', () => undefined);
const code = await run({ environment: readEnvironment(), interrupts: new Interrupts(), stdin, stdout, stderr });
// Open connections would keep the process; the output is flushed first.
stdout.write('', () => process.exit(code));
