/** All commands and options of `jobs`. What a command does is loaded when it runs. */
import { readFileSync } from 'node:fs';

import { Command, Option } from 'commander';

import { type ActionName } from './api/types.js';
import { Cli, type GlobalOptions, type Host } from './cli.js';
import { type ActOptions } from './commands/act-options.js';
import { type BulkOptions } from './commands/bulk.js';
import { type ContextOptions } from './commands/contexts.js';
import { type CountOptions } from './commands/count.js';
import { type ListOptions } from './commands/list.js';
import { type LoginOptions } from './commands/login.js';
import { type SourcesOptions } from './commands/sources.js';
import { type WaitOptions } from './commands/wait.js';
import { type WatchOptions } from './commands/watch.js';
import { SHELLS, shellScript } from './completion/shells.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { collect, readCount, readDuration, readLimit, readList } from './option-values.js';
import { FORMATS } from './output/output.js';

const DEFAULT_REQUEST_TIMEOUT_MS = 30_000;
const DEFAULT_LIMIT = 100;

/** Keeps the exit code of the command that ran. */
export interface ProgramResult {
  code: ExitCode;
}

/** Runs a command with what every command works with. */
type Run = <A extends unknown[]>(
  run: (cli: Cli, ...args: A) => Promise<ExitCode>,
) => (this: Command, ...args: A) => Promise<void>;

/** Makes the program. After it has parsed the arguments, `result` has the exit code. */
export function makeProgram(host: Host, result: ProgramResult): Command {
  const program = new Command('jobs')
    .description('Jobs of all storage backends, through the job gateway.')
    .version(readVersion(), '-V, --version', 'print the version')
    .exitOverride()
    .configureHelp({ sortOptions: true, showGlobalOptions: true })
    .helpCommand(false)
    .addOption(new Option('-o, --output <format>', 'form of the output').choices(FORMATS))
    .option('-c, --context <name>', 'gateway of the file of contexts')
    .option('--url <url>', 'address of a gateway, without a context')
    .option('--no-color', 'no colours')
    .option('--no-headers', 'no titles above columns')
    .option('--utc', 'times in UTC')
    .option('--quiet', 'no notes on standard error')
    .option('-v, --verbose', 'the response of the gateway with an error')
    .addOption(
      new Option('--request-timeout <duration>', 'longest wait for a response')
        .argParser(readDuration)
        .default(DEFAULT_REQUEST_TIMEOUT_MS, '30s'),
    );
  const run: Run = (work) =>
    async function (this: Command, ...args) {
      result.code = await work(new Cli(this.optsWithGlobals<GlobalOptions>(), host), ...args);
    };
  addReads(program, run);
  addWaits(program, run);
  addActions(program, run);
  addLogins(program, run);
  addCompletion(program, run);
  return program;
}

function addReads(program: Command, run: Run): void {
  program.commandsGroup('Read:');
  listOptions(selection(program.command('list').description('list jobs, newest first')))
    .option('--columns <names>', 'columns of a table or of CSV', readList)
    .action(run(async (cli, options: ListOptions) => (await import('./commands/list.js')).list(cli, options)));
  program
    .command('get')
    .description('show jobs in full')
    .argument('<id...>', 'ids, or the native ids of the backends')
    .action(run(async (cli, ids: string[]) => (await import('./commands/get.js')).get(cli, ids)));
  selection(program.command('count').description('count jobs'))
    .option('--by <fields>', 'count by fields, such as state,source.name', readList)
    .action(run(async (cli, options: CountOptions) => (await import('./commands/count.js')).count(cli, options)));
  program
    .command('sources')
    .description('list the backends and their state')
    .argument('[name...]', 'names, also with *')
    .option('--troubled', 'only those that are not ok')
    .action(
      run(async (cli, names: string[], options: SourcesOptions) =>
        (await import('./commands/sources.js')).sources(cli, names, options),
      ),
    );
  listOptions(filterOption(program.command('actions').description('list who asked for which action')))
    .option('--columns <names>', 'columns of a table or of CSV', readList)
    .action(run(async (cli, options: ListOptions) => (await import('./commands/actions.js')).actions(cli, options)));
  program
    .command('open')
    .description('print the link to the web page, or to a job on it')
    .argument('[id]', 'id of a job')
    .action(run(async (cli, id: string | undefined) => (await import('./commands/open.js')).open(cli, id)));
}

function addWaits(program: Command, run: Run): void {
  program.commandsGroup('Follow:');
  selection(program.command('watch').description('show jobs and their changes until Ctrl-C'))
    .argument('[id...]', 'ids of jobs')
    .option('--changes', 'append a line for each change')
    .option('--since <revision>', 'changes since this revision of a list')
    .action(
      run(async (cli, ids: string[], options: WatchOptions) =>
        (await import('./commands/watch.js')).watch(cli, ids, options),
      ),
    );
  filterOption(program.command('wait').description('wait until jobs have ended; the exit code is the outcome'))
    .argument('[id...]', 'ids of jobs')
    .option('--timeout <duration>', 'longest wait, such as 10m', readDuration)
    .option('--any', 'wait for the first one only')
    .action(
      run(async (cli, ids: string[], options: WaitOptions) =>
        (await import('./commands/wait.js')).wait(cli, ids, options),
      ),
    );
}

function addActions(program: Command, run: Run): void {
  program.commandsGroup('Act:');
  const actions: readonly ActionName[] = ['cancel', 'pause', 'resume'];
  for (const action of actions) {
    selection(program.command(action).description(`${action} jobs by their ids, or all that match`))
      .argument('[id...]', 'ids of jobs')
      .option('--dry-run', 'only show what would be sent')
      .option('-y, --yes', 'do not ask')
      .option('--expect <number>', 'send nothing if another number of jobs match', readCount)
      .option('--no-wait', 'do not wait for the outcome')
      .action(
        run(async (cli, ids: string[], options: ActOptions) =>
          (await import('./commands/act.js')).act(cli, action, ids, options),
        ),
      );
  }
  program
    .command('bulk')
    .description('show, follow or stop an action on many jobs')
    .argument('<id>', 'id of the bulk action')
    .option('--follow', 'show its progress to the end')
    .option('--stop', 'send no further actions')
    .action(
      run(async (cli, id: string, options: BulkOptions) => (await import('./commands/bulk.js')).bulk(cli, id, options)),
    );
  program
    .command('poll')
    .description('poll backends now')
    .argument('<name...>', 'names of sources')
    .action(run(async (cli, names: string[]) => (await import('./commands/sources.js')).poll(cli, names)));
}

function addLogins(program: Command, run: Run): void {
  program.commandsGroup('Gateways:');
  program
    .command('login')
    .description('check a token, and keep it for a context')
    .option('--token-file <file>', 'a file with the token; - reads it from standard input')
    .action(run(async (cli, options: LoginOptions) => (await import('./commands/login.js')).login(cli, options)));
  program
    .command('logout')
    .description('remove the token of a context')
    .action(run(async (cli) => (await import('./commands/login.js')).logout(cli)));
  program
    .command('whoami')
    .description('show the name and the roles of the login')
    .action(run(async (cli) => (await import('./commands/whoami.js')).whoami(cli)));
  const contexts = program
    .command('contexts')
    .description('list, choose and change gateways')
    .action(run(async (cli) => (await import('./commands/contexts.js')).contexts(cli)));
  contexts
    .command('use')
    .description('make a context the current one')
    .argument('<name>')
    .action(run(async (cli, name: string) => (await import('./commands/contexts.js')).useContext(cli, name)));
  filterOption(contexts.command('set').description('make or change a context; its address is --url'))
    .argument('<name>')
    .option('--ca-file <file>', 'certificates to trust')
    .option('--token-file <file>', 'a file with the token')
    .option('--allow-http', 'send the token without encryption')
    .action(
      run(async (cli, name: string, options: ContextOptions) =>
        (await import('./commands/contexts.js')).setContext(cli, name, options),
      ),
    );
  contexts
    .command('rm')
    .description('remove a context and its stored token')
    .argument('<name>')
    .action(run(async (cli, name: string) => (await import('./commands/contexts.js')).removeContext(cli, name)));
}

function addCompletion(program: Command, run: Run): void {
  program.commandsGroup('Other:');
  const completion = program.command('completion').description('print the completion script of a shell');
  for (const shell of SHELLS) {
    const print = async (cli: Cli): Promise<ExitCode> => {
      await cli.output.write(shellScript(shell));
      return EXIT.done;
    };
    completion.command(shell).description(`the script for ${shell}`).action(run(print));
  }
  program
    .command('__complete', { hidden: true })
    .argument('<shell>')
    .argument('<line>')
    .action(
      run(async (cli, shell: string, line: string) =>
        (await import('./commands/complete.js')).completeLine(cli, program, shell, line),
      ),
    );
}

/** The options that select jobs. */
function selection(command: Command): Command {
  return filterOption(command).option('-q, --query <text>', 'text in description, message, error or object name');
}

function filterOption(command: Command): Command {
  const description = "terms that must all match, such as 'state=running source.name=east*'; can be repeated";
  return command.addOption(new Option('-f, --filter <terms>', description).argParser(collect).default([], 'none'));
}

/** The options of a list. */
function listOptions(command: Command): Command {
  return command
    .option('--sort <fields>', "order, such as 'end_time desc'")
    .addOption(new Option('-n, --limit <number>', 'most records').argParser(readLimit).default(DEFAULT_LIMIT, '100'))
    .option('--all', 'all records');
}

function readVersion(): string {
  const text = readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
