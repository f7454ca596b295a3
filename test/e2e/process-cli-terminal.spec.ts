/** The built command line in a real terminal: tables, prompts, progress and Ctrl-C. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type CliGateway, LONG_JOB, startCliGateway } from '../support/cli-gateway.js';
import { CLI_PROGRAM } from '../support/cli-process.js';
import { Terminal, whyNoTerminal } from '../support/terminal.js';

const missing = whyNoTerminal();
if (missing !== undefined) console.log(`skipped: ${missing}`);
const inTerminal = missing === undefined ? describe : describe.skip;

const COLUMNS = 100;
const ESCAPE = '\u001b';
/** Red before the state; tmux may add the usual background. */
const RED_FAILURE = new RegExp(String.raw`${ESCAPE}\[31m(${ESCAPE}\[49m)?x failure`);
/** More than a minute of actions at one per second and source. */
const MANY = 80;

inTerminal('in a terminal', () => {
  let gateway: CliGateway;
  let terminal: Terminal;
  const opened: Terminal[] = [];

  beforeAll(async () => {
    gateway = await startCliGateway(1);
    const program = join(gateway.folder, 'jgw');
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${CLI_PROGRAM}" "$@"\n`);
    await chmod(program, 0o755);
  });
  afterAll(() => gateway.close());
  beforeEach(async () => {
    terminal = await open();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  async function open(more: Readonly<Record<string, string>> = {}, shell = 'sh'): Promise<Terminal> {
    const env = { ...gateway.env('olga'), TERM: 'screen', PATH: `${gateway.folder}:${process.env['PATH']}`, ...more };
    const terminal = await Terminal.open(COLUMNS, 30, env, shell);
    opened.push(terminal);
    return terminal;
  }

  it('shows a table that fits, in colours, with a note below', async () => {
    const message = 'No space left in aggregate aggr2 of the cluster, \u001b[31mwhich\u0007 is full';
    await gateway.addJob('east', { steps: [{ state: 'failure', message }] });
    await gateway.addJob('west', LONG_JOB);
    await terminal.type('jgw list -n 2 --sort id; echo "exit $?"');
    const screen = await terminal.shows(/exit 0/);
    const table = screen.split('\n').filter((line) => /^(STATE|x failure|> running)/.test(line));
    expect(table).toHaveLength(3);
    expect(table[0]).toMatch(/^STATE +JOB +SOURCE +MESSAGE +AGE +TOOK +ID$/);
    expect(screen).toMatch(/x failure .* east .*…/);
    expect(screen).toMatch(/\n2 jobs\n/);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(COLUMNS);
    expect(await terminal.screen(true)).toMatch(RED_FAILURE);
  });

  it('has no colours with NO_COLOR', async () => {
    const plain = await open({ NO_COLOR: '1' });
    await plain.type('jgw list; echo "exit $?"');
    await plain.shows(/exit 0/);
    expect(await plain.screen(true)).not.toContain(ESCAPE);
  });

  it('shows one job in full, the error first', async () => {
    const id = await gateway.addJob('engine1', { steps: [{ state: 'failed', message: 'no licence' }] });
    await terminal.type(`jgw get ${id}`);
    expect(await terminal.shows(/cancel +not possible: .*\n\$$/)).toMatch(
      /x failure .*\n(error|message) +.*no licence/,
    );
  });

  it('shows changes in place', async () => {
    await terminal.type("jgw watch -f 'source.name=um1'");
    await terminal.shows(/0 of 0 jobs · live · .* · Ctrl-C ends/);
    const steps = [{ state: 'running', forMs: 1_500 }, { state: 'completed/normal' }];
    await gateway.addJob('um1', { steps });
    await terminal.shows(/> running .* um1 /);
    const after = await terminal.shows(/\+ success .* um1 /);
    expect(after).not.toContain('> running');
    expect(after.match(/STATE/g)).toHaveLength(1);
    await terminal.key('C-c');
    await terminal.type('echo "exit $?"');
    await terminal.shows(/exit 130/);
  });

  it('a typed number confirms an action on many jobs, and Ctrl-C stops it halfway', async () => {
    const script = { ...LONG_JOB, steps: [{ state: 'running', message: 'many', forMs: 3_600_000 }] };
    await Promise.all(Array.from({ length: MANY }, () => gateway.addJob('east', script)));
    await terminal.type('jgw cancel -f \'message=many state=running\'; echo "exit $?"');
    await terminal.shows(new RegExp(`${MANY} jobs would be cancelled: +east ${MANY}[^]*Type ${MANY} to go on:`));
    await terminal.type('yes');
    await terminal.shows(/error: not confirmed; nothing was sent\nexit 64/);

    await terminal.type('clear; jgw cancel -f \'message=many state=running\'; echo "exit $?"');
    await terminal.shows(new RegExp(`Type ${MANY} to go on:$`));
    await terminal.type(String(MANY));
    await terminal.shows(new RegExp(`cancel +[█▒░]{20} +[2-9]/${MANY} .*Ctrl-C stops`));
    await terminal.key('C-c');
    const screen = await terminal.shows(/exit 130/);
    const [, sent, left, id] =
      /stopped: (\d+) sent, (\d+) not tried\. jobs actions -f bulk_id=(\S+) lists/.exec(screen.replace(/\n/g, '')) ??
      [];
    expect(Number(sent) + Number(left)).toBe(MANY);
    expect(Number(left)).toBeGreaterThan(0);
    await terminal.type(`clear; jgw count -f 'message=many state=running requested.action=null'; jgw bulk ${id}`);
    await terminal.shows(
      new RegExp(`^${left}\\ncancel: ${sent} of ${MANY} jobs sent: .*not tried ${left} \\(stopped\\)`),
    );
  });

  it('Ctrl-C at the prompt sends nothing', async () => {
    const script = { ...LONG_JOB, steps: [{ state: 'running', message: 'none', forMs: 3_600_000 }] };
    await gateway.addJob('west', script);
    await terminal.type('jgw cancel -f \'message=none\'; echo "exit $?"');
    await terminal.shows(/Type 1 to go on:$/);
    await terminal.key('C-c');
    await terminal.shows(/exit 130/);
    await terminal.type("clear; jgw count -f 'message=none requested.action=null'");
    await terminal.shows(/^1\n/);
  });

  it('login does not show the token', async () => {
    await terminal.type(`unset JOBS_URL JOBS_TOKEN; jgw login --url ${gateway.url} -c term; echo "exit $?"`);
    await terminal.shows(/Token:$/);
    await terminal.type('olga');
    const screen = await terminal.shows(/exit 0/);
    expect(screen).toMatch(/Token:\nsigned in at .* as olga \(token\)/);
  });

  it('bash completes, and its builtin jobs stays', async () => {
    const bash = await open({}, 'bash --norc');
    await bash.type('clear; eval "$(jgw completion bash)"; jobs; echo ready');
    await bash.shows(/ready\n\$$/);
    await bash.type('clear; jobs count -f source.kind=unified-manager; echo "exit $?"');
    await bash.shows(/\d+\nexit 0/);
    await bash.type('clear');
    await bash.shows(/^\$$/);
    await bash.key('j');
    for (const key of [
      'o',
      'b',
      's',
      'Space',
      'c',
      'o',
      'u',
      'Tab',
      '-',
      'f',
      'Space',
      's',
      't',
      'a',
      't',
      'e',
      '=',
      'p',
      'a',
      'u',
      'Tab',
    ]) {
      await bash.key(key);
    }
    await bash.shows(/^\$ jobs count -f state=paused$/);
  });
});
