import { type Command } from 'commander';

import { type Cli } from '../cli.js';
import { type CommandShape, complete } from '../completion/complete.js';
import { lastIds } from '../completion/last-ids.js';
import { forShell, splitLine } from '../completion/words.js';
import { readConfig } from '../contexts/open-target.js';
import { EXIT, type ExitCode } from '../exit-codes.js';

/** A shell does not wait longer than this; the rest of 300 ms is the start of the program. */
const LOOKUP_MS = 150;

/** `jobs __complete`: prints the words that can stand at the cursor, one a line. Without an answer it prints nothing. */
export async function completeLine(cli: Cli, program: Command, shell: string, text: string): Promise<ExitCode> {
  const line = splitLine(text);
  const { environment } = cli.host;
  const candidates = await complete(shapeOf(program), line, {
    contexts: () => Object.keys(readConfig(environment).contexts),
    sources: () => sourceNames(cli),
    ids: () => lastIds(environment),
  }).catch(() => []);
  await cli.output.writeLines(candidates.map((candidate) => forShell(shell, candidate, line)));
  return EXIT.done;
}

async function sourceNames(cli: Cli): Promise<readonly string[]> {
  const { gateway } = await cli.session();
  const { records = [] } = await gateway.listSources({ fields: 'name' }, LOOKUP_MS);
  return records.map(({ name }) => name);
}

function shapeOf(command: Command): CommandShape {
  const isShown = (each: Command): boolean => !each.name().startsWith('_');
  return {
    name: command.name(),
    commands: command.commands.filter(isShown).map(shapeOf),
    options: command.options.map(({ long, optional, required, short }) => ({
      names: [short, long].filter((name) => name !== undefined),
      takesValue: required || optional,
    })),
  };
}
