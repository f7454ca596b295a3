/** The built command line in pipes, against the built gateway: what it prints, and its exit codes. */
import { spawn, spawnSync } from 'node:child_process';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';
import { readUntil, until } from '@gateway/testing/until';
import { parseAllDocuments } from 'yaml';

import { type CliGateway, LONG_JOB, startCliGateway } from '../support/cli-gateway.js';
import { CLI_PROGRAM, type CliResult, runCli } from '../support/cli-process.js';

const ESCAPE = '\u001b';
const UNSAFE = new RegExp(`[${ESCAPE}\u202e]`);

let gateway: CliGateway;

beforeAll(async () => {
  gateway = await startCliGateway(50);
});
afterAll(() => gateway.close());

/** Runs a command as the operator of all sources, or as somebody else. */
function jobs(args: readonly string[], caller = 'olga', input = ''): Promise<CliResult> {
  return runCli(args, gateway.env(caller), input);
}

function lines(text: string): readonly string[] {
  return text.split('\n').slice(0, -1);
}

describe('wait', () => {
  it.each([
    ['east', 'success', 0],
    ['east', 'failure', 1],
    ['um1', 'completed/partial_failures', 2],
    ['um1', 'completed/warning', 2],
    ['engine1', 'cancelled', 3],
  ])('a job of %s that has ended as %s is %i', async (source, state, code) => {
    const id = await gateway.addJob(source, { steps: [{ state }] });
    const result = await jobs(['wait', id]);
    expect(result).toMatchObject({ code, stderr: 'waiting for 1 job\n' });
    expect(JSON.parse(result.stdout)).toMatchObject({ id, terminal: true });
  });

  it('waits for the end of a running job', async () => {
    const id = await gateway.addJob('east', { steps: [{ state: 'running', forMs: 1_500 }, { state: 'failure' }] });
    expect((await jobs(['wait', id])).code).toBe(1);
  });

  it('a job that the backend has lost is 4', async () => {
    const id = await gateway.addJob('west', LONG_JOB);
    const waiting = jobs(['wait', id]);
    gateway.simulator.backend('west').removeJob(id.slice('west~'.length));
    expect((await waiting).code).toBe(4);
  });

  it('a failure by an own cancel is 3', async () => {
    const id = await gateway.addJob('east', LONG_JOB);
    expect((await jobs(['cancel', id])).code).toBe(0);
    expect((await jobs(['wait', id])).code).toBe(3);
  });

  it('the time limit is 124, and of several jobs the worst counts, or with --any the first', async () => {
    const long = await gateway.addJob('east', LONG_JOB);
    const good = await gateway.addJob('east', { steps: [{ state: 'success' }] });
    const bad = await gateway.addJob('east', { steps: [{ state: 'failure' }] });
    expect(await jobs(['wait', long, '--timeout', '1s'])).toMatchObject({
      code: 124,
      stderr: expect.stringContaining(`error: ${long} has not ended within 1 s`),
    });
    expect((await jobs(['wait', good, bad])).code).toBe(1);
    expect((await jobs(['wait', long, good, '--any'])).code).toBe(0);
    expect((await jobs(['wait', '-f', `id=${good}|${bad}`])).code).toBe(1);
  });
});

describe('output', () => {
  let ids: readonly string[];
  const filter = ['-f', 'source.name=engine1 state=failure'];

  beforeAll(async () => {
    const message = 'a "bad"\u001b[2J \u202etxt.exe';
    const script = { steps: [{ state: 'failed', message }] };
    ids = [await gateway.addJob('engine1', script), await gateway.addJob('engine1', script)];
  });

  it('is NDJSON in a pipe, with the characters of backends escaped', async () => {
    const { code, stderr, stdout } = await jobs(['list', ...filter]);
    expect([code, stderr]).toEqual([0, '2 jobs\n']);
    expect(
      lines(stdout)
        .map((line) => (JSON.parse(line) as { id: string }).id)
        .sort(),
    ).toEqual([...ids].sort());
    expect(stdout).not.toMatch(UNSAFE);
    expect(JSON.parse(lines(stdout)[0] ?? '')).toMatchObject({ message: expect.stringContaining('\u202etxt') });
  });

  it('is a table if it is wanted, with marks for such characters and ISO times', async () => {
    const { stdout } = await jobs(['list', ...filter, '-o', 'table']);
    const [head = '', row = ''] = lines(stdout);
    expect(head).toMatch(/^STATE +JOB +SOURCE +MESSAGE +AGE +TOOK +ID$/);
    expect(row).toMatch(/^x failure .*␛\[2J �txt\.exe .*\d{4}-\d\d-\d\dT[\d:.]+Z/);
    expect(row).not.toMatch(UNSAFE);
    expect(row).not.toContain('…');
    const coloured = await runCli(['list', ...filter, '-o', 'table', '--no-headers'], {
      ...gateway.env('vera'),
      FORCE_COLOR: '1',
    });
    expect(coloured.stdout.startsWith(`${ESCAPE}[1m${ESCAPE}[31mx failure`)).toBe(true);
  });

  it('is JSON, YAML, CSV, names or chosen columns', async () => {
    const json = JSON.parse((await jobs(['list', ...filter, '-o', 'json', '-n', '1'])).stdout);
    expect(json).toMatchObject({ num_records: 1, total_records: 2, records: [{ state: 'failure' }] });
    const yaml = parseAllDocuments((await jobs(['get', ...ids, '-o', 'yaml'])).stdout);
    expect(yaml.map((document) => document.get('id'))).toEqual(ids);
    const csv = await jobs(['list', ...filter, '-o', 'csv', '--columns', 'id,state,message', '--sort', 'id']);
    expect(csv.stdout.split('\r\n')[0]).toBe('id,state,message');
    expect(csv.stdout.split('\r\n')[1]).toContain('failure,"a ""bad""␛[2J');
    const names = await jobs(['list', ...filter, '-o', 'name']);
    expect([...lines(names.stdout)].sort()).toEqual([...ids].sort());
  });

  it('counts, also by fields', async () => {
    expect((await jobs(['count', ...filter])).stdout).toBe('2\n');
    const { stdout } = await jobs(['count', ...filter, '--by', 'source.name,state']);
    expect(lines(stdout).map((line) => JSON.parse(line) as unknown)).toEqual([
      { 'source.name': 'engine1', state: 'failure', count: 2 },
    ]);
  });

  it('has one job for one id, and a list for several', async () => {
    const [id = ''] = ids;
    expect(JSON.parse((await jobs(['get', id, '-o', 'json'])).stdout)).toMatchObject({ id });
    expect(JSON.parse((await jobs(['get', ...ids, '-o', 'json'])).stdout)).toMatchObject({ num_records: 2 });
  });

  it('lists sources and actions, polls, and names the caller', async () => {
    const all = lines((await jobs(['sources'])).stdout).map((line) => JSON.parse(line) as { name: string });
    expect(all.map(({ name }) => name)).toEqual(['east', 'engine1', 'um1', 'west']);
    expect(JSON.parse((await jobs(['poll', 'east'])).stdout)).toMatchObject({ name: 'east', status: 'ok' });
    expect(JSON.parse((await jobs(['whoami'])).stdout)).toMatchObject({ name: 'olga', role: 'operator' });
    expect((await jobs(['whoami', '-o', 'table'])).stdout).toContain('olga (token), operator of all sources');
    expect((await jobs(['open', ids[0] ?? ''])).stdout).toBe(`${gateway.url}/jobs/${ids[0]}\n`);
  });

  it('ends without an error when its reader has enough', async () => {
    const script = `"$0" "$1" list --all | head -n 1; exit $((PIPESTATUS[0]))`;
    const ended = spawnSync('bash', ['-c', script, process.execPath, CLI_PROGRAM], {
      env: { PATH: process.env['PATH'], ...gateway.env('vera') },
      encoding: 'utf8',
    });
    expect(ended).toMatchObject({ status: 0, stderr: expect.not.stringContaining('error') });
  });
});

describe('actions', () => {
  it('pause, resume and cancel wait for their effect', async () => {
    const id = await gateway.addJob('east', LONG_JOB);
    for (const [action, state] of [
      ['pause', 'paused'],
      ['resume', 'running'],
      ['cancel', 'failure'],
    ] as const) {
      const { code, stdout } = await jobs([action, id]);
      expect([code, JSON.parse(stdout)]).toMatchObject([0, { id, state, requested: { action, outcome: 'done' } }]);
    }
    const { stdout } = await jobs(['actions', '-f', `job.id=${id}`]);
    expect(lines(stdout).map((line) => (JSON.parse(line) as { action: string }).action)).toEqual([
      'cancel',
      'resume',
      'pause',
    ]);
  });

  it('an action that is refused is 5, with the reason, and the others are sent', async () => {
    const ended = await gateway.addJob('east', { steps: [{ state: 'success' }] });
    const job = await gateway.addJob('um1', { steps: [{ state: 'running' }] });
    const running = await gateway.addJob('east', LONG_JOB);
    const { code, stderr, stdout } = await jobs(['cancel', ended, job, running]);
    expect(code).toBe(5);
    expect(stderr).toContain(`error: ${ended}: `);
    expect(stderr).toContain(`error: ${job}: unified-manager jobs cannot be cancelled over REST`);
    expect(JSON.parse(stdout)).toMatchObject({ id: running, requested: { outcome: 'done' } });
  });

  it('an action on all that match needs a confirmation, and can be expected', async () => {
    const message = 'bulk of the pipe';
    const script = { ...LONG_JOB, steps: [{ state: 'running', message, forMs: 3_600_000 }] };
    const added = await Promise.all(['east', 'east', 'west'].map((source) => gateway.addJob(source, script)));
    const select = ['-f', `message="${message}" state=running`];
    const preview = await jobs(['cancel', ...select, '--dry-run']);
    expect([preview.code, JSON.parse(preview.stdout)]).toMatchObject([0, { count: 3 }]);
    expect(await jobs(['cancel', ...select])).toMatchObject({
      code: 64,
      stdout: '',
      stderr: expect.stringContaining('3 jobs would be cancelled:  east 2  west 1'),
    });
    expect(await jobs(['cancel', ...select, '-y', '--expect', '4'])).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('error: 3 jobs match now, --expect said 4; nothing was sent'),
    });
    const { code, stdout } = await jobs(['cancel', ...select, '-y', '--expect', '3']);
    expect([code, JSON.parse(stdout)]).toMatchObject([
      0,
      { action: 'cancel', state: 'done', total: 3, sent: 3, done: 3 },
    ]);
    expect((await jobs(['count', '-f', `id=${added.join('|')} requested.outcome=done`])).stdout).toBe('3\n');
    expect(JSON.parse((await jobs(['bulk', (JSON.parse(stdout) as { id: string }).id])).stdout)).toMatchObject({
      sent: 3,
    });
    expect(await jobs(['cancel', ...select, '-y'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('0 jobs would be'),
    });
  });
});

describe('faults', () => {
  it.each<[string, string[], number, RegExp]>([
    [
      'a wrong filter',
      ['list', '-f', 'state=running|done'],
      64,
      /^error: state, at position 8 [^]*\n {2}state=running\|done\n {16}\^~~~\n$/,
    ],
    ['an unknown option', ['list', '--stat'], 64, /unknown option '--stat'/],
    ['an unknown command', ['lst'], 64, /Did you mean list\?/],
    ['a token as an argument', ['list', '--token', 'x'], 64, /unknown option '--token'/],
    ['an unknown job', ['get', 'east~nothing'], 66, /the jobs that are known: jobs list/],
    ['an unknown source', ['sources', 'nowhere'], 66, /no source is called nowhere/],
    ['an unknown bulk action', ['bulk', 'nothing'], 66, /no bulk action/],
  ])('%s', async (_, args, code, stderr) => {
    expect(await jobs(args)).toMatchObject({ code, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it('no login is 77, and a role that is too small is too', async () => {
    const id = await gateway.addJob('west', LONG_JOB);
    expect(await runCli(['list'], gateway.env())).toMatchObject({
      code: 77,
      stderr: expect.stringContaining('sign in with: jobs login'),
    });
    expect(await jobs(['cancel', id], 'ed')).toMatchObject({
      code: 77,
      stderr: expect.stringContaining(
        'ed needs the role operator for the source west\n  your roles and sources: jobs whoami',
      ),
    });
  });

  it('-v shows the response', async () => {
    const { stderr } = await jobs(['get', 'east~nothing', '-v']);
    expect(JSON.parse(stderr.slice(stderr.indexOf('{')))).toMatchObject({
      status: 404,
      request_id: expect.any(String),
    });
  });

  it('a gateway that cannot be reached is 69', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await jobs(['list', '--url', url])).toMatchObject({
      code: 69,
      stderr: `error: cannot reach ${url} (ECONNREFUSED)\n  try: jobs contexts\n`,
    });
    const elsewhere = gateway.simulator.controlUrl;
    expect(await jobs(['list', '--url', elsewhere])).toMatchObject({ code: 69 });
  });
});

describe('contexts', () => {
  it('login keeps a token that the gateway accepts, in a file of its own that only the owner can read', async () => {
    const home = { HOME: join(gateway.folder, 'home') };
    const config = join(home.HOME, '.config/job-gateway/config.yaml');
    const login = (token: string) => runCli(['login', '--url', gateway.url, '-c', 'lab'], home, `${token}\n`);
    expect(await login('wrong')).toMatchObject({ code: 77 });
    await expect(stat(config)).rejects.toThrow('ENOENT');
    expect(await login('olga')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('as olga (token), operator of all sources'),
    });
    for (const file of [config, join(home.HOME, '.config/job-gateway/lab.token')]) {
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(config, 'utf8')).not.toContain('olga');
    expect(JSON.parse((await runCli(['whoami'], home)).stdout)).toMatchObject({ name: 'olga' });

    await runCli(['contexts', 'set', 'east', '--url', gateway.url, '-f', 'source.name=east'], home);
    expect((await runCli(['contexts'], home)).stdout).toContain('"current":true,"name":"lab"');
    expect(await runCli(['contexts', 'use', 'nowhere'], home)).toMatchObject({ code: 64 });
    await runCli(['contexts', 'use', 'east'], home);
    const sources = await runCli(['count', '--by', 'source.name'], { ...home, JOBS_TOKEN: 'vera' });
    expect(lines(sources.stdout).map((line) => (JSON.parse(line) as Record<string, unknown>)['source.name'])).toEqual([
      'east',
    ]);

    await chmod(join(home.HOME, '.config/job-gateway/lab.token'), 0o644);
    expect(await runCli(['whoami', '-c', 'lab'], home)).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('chmod 600'),
    });
    expect((await runCli(['logout', '-c', 'lab'], home)).code).toBe(0);
    expect((await runCli(['whoami', '-c', 'lab'], home)).code).toBe(77);
    expect((await runCli(['contexts', 'rm', 'lab'], home)).code).toBe(0);
  });

  it('refuses to send a token to another host without encryption', async () => {
    expect(await jobs(['list', '--url', 'http://jobs.example.net'])).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('a token would be sent to http://jobs.example.net without encryption'),
    });
  });
});

describe('completion', () => {
  it.each([
    ['jgw li', 'list\n'],
    ['jgw list -f state=run', 'running\n'],
    ['jgw poll ea', 'east\n'],
    ["jgw list -f 'source.name=we", 'source.name=west\n'],
  ])('%j offers %j', async (line, offered) => {
    // Names of sources are offered only if the gateway answers at once, which a busy machine may miss.
    const result = await readUntil(
      () => jobs(['__complete', 'bash', line]),
      ({ stdout }) => stdout !== '',
    );
    expect(result).toMatchObject({ code: 0, stdout: offered, stderr: '' });
  });

  it('offers the ids of the last list, and nothing without a gateway', async () => {
    const id = await gateway.addJob('east', LONG_JOB);
    await jobs(['list', '-f', `id=${id}`]);
    expect((await jobs(['__complete', 'fish', 'jgw get east'])).stdout).toBe(`${id}\n`);
    const nowhere = { HOME: gateway.folder, JOBS_URL: 'http://127.0.0.1:1' };
    expect(await runCli(['__complete', 'bash', 'jgw poll '], nowhere)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });

  it.each(['bash', 'zsh', 'fish'])('prints the script of %s', async (shell) => {
    expect((await jobs(['completion', shell])).stdout).toContain(`jgw __complete ${shell}`);
  });
});

describe('watch', () => {
  it('prints changes as NDJSON, and misses none over a restart of the gateway', async () => {
    const args = [CLI_PROGRAM, 'watch', '-f', 'source.name=west'];
    const watch = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], ...gateway.env('vera') } });
    let output = '';
    let notes = '';
    watch.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    watch.stderr.setEncoding('utf8').on('data', (text: string) => (notes += text));
    const ended = new Promise<number | null>((resolve) => watch.once('exit', resolve));
    const sees = async (id: string): Promise<void> => {
      await until(`the watch has ${id}`, () => output.includes(`"id":"${id}"`));
    };
    // The first job may come before the watch has begun.
    await until('the watch has begun', async () => {
      await gateway.addJob('west', LONG_JOB);
      return output !== '';
    });
    await gateway.stop();
    await until('the connection is lost', () => notes.includes('-- connection lost'));
    const missed = `west~${gateway.simulator.backend('west').addJob(LONG_JOB)}`;
    await gateway.open();
    await sees(missed);
    const id = await gateway.addJob('west', LONG_JOB);
    await sees(id);
    expect(notes).toContain('-- reconnected, nothing missed --');
    watch.kill('SIGINT');
    expect(await ended).toBe(130);
    const events = lines(output).map((line) => JSON.parse(line) as { event: string; revision: string; job: object });
    expect(events.at(-1)).toMatchObject({
      event: expect.stringMatching(/added|modified/),
      revision: expect.any(String),
      job: { id },
    });
  });
});

it('reads the token from a file of the environment', async () => {
  const file = join(gateway.folder, 'token');
  await writeFile(file, 'vera\n');
  const { stdout } = await runCli(['whoami'], { ...gateway.env(), JOBS_TOKEN_FILE: file });
  expect(JSON.parse(stdout)).toMatchObject({ name: 'vera' });
});
