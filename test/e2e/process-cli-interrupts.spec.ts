/** The built command line when Ctrl-C is pressed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { until } from '@gateway/testing/until';

import { type Answer, events, json, ScriptedServer } from '../../apps/cli/src/testing/scripted-server.js';
import { CLI_PROGRAM } from '../support/cli-process.js';

const LIST = json({ records: [], num_records: 0, total_records: 0, revision: '1-0', stale_sources: [], gaps: [] });
const ADDED = 'event: added\nid: 1-1\ndata: {"id":"east~1","state":"running"}\n\n';
const noAnswer: Answer = () => undefined;

/** Collects garbage on SIGUSR2. */
const COLLECTOR = "process.on('SIGUSR2', () => { gc(); gc(); console.error('collected'); })";
const COLLECTING = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(COLLECTOR)}`];

let server: ScriptedServer;
let child: ChildProcess;
let output: string;

afterEach(async () => {
  child.kill('SIGKILL');
  await server.close();
});

/** Runs Node with these arguments; the gateway has these answers. */
async function run(args: readonly string[], ...answers: readonly Answer[]): Promise<void> {
  server = await ScriptedServer.start(...answers);
  output = '';
  child = spawn(process.execPath, args, { env: { PATH: process.env['PATH'], HOME: '/nowhere', JOBS_URL: server.url } });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
}

async function shows(text: string): Promise<void> {
  await until(`the output has ${text}`, () => output.includes(text));
}

it('a watch ends, also after its garbage was collected', async () => {
  await run([...COLLECTING, CLI_PROGRAM, 'watch'], LIST, events(ADDED, 'open'));
  await shows('east~1');
  child.kill('SIGUSR2');
  await shows('collected');
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});

it('a watch ends while the gateway does not answer', async () => {
  await run([CLI_PROGRAM, 'watch', '--request-timeout', '1h'], noAnswer);
  await until('the jobs are requested', () => server.requests.length === 1);
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});

it('the second Ctrl-C ends a command that does something else at the first one', async () => {
  const module = pathToFileURL(resolve('dist/apps/cli/src/interrupts.js')).href;
  const script = `
    import { Interrupts } from ${JSON.stringify(module)};
    new Interrupts().handle(() => console.log('goes on'));
    setInterval(() => undefined, 1_000);
    console.log('ready');`;
  await run(['--input-type=module', '-e', script]);
  await shows('ready');
  child.kill('SIGINT');
  await shows('goes on');
  const ended = once(child, 'exit');
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
});
