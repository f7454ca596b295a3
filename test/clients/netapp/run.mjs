// NetApp's own clients against the simulator's ONTAP and against a gateway in front of it: the first shows that the
// simulator is faithful, the second that the gateway is. Needs `npm run build` and a python3 with venv; the clients come
// from PyPI into test/clients/netapp/.venv. Ends with a line `N passed, N failed, N skipped`; fails when a check does,
// exits with 77 when all were skipped.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';

import { generate } from 'selfsigned';

const HOME = import.meta.dirname;
const VENV = join(HOME, '.venv');
const REQUIREMENTS = join(HOME, 'requirements.txt');
const INSTALLED = join(VENV, 'installed.txt');
const PATIENCE_MS = 30_000;
/** The exit code that says: skipped. */
const SKIPPED = 77;
/** What pip says when there is no index to talk to, and not when the index lacks what is asked for. */
const UNREACHED = /NewConnectionError|NameResolutionError|ConnectTimeoutError|Max retries exceeded|ProxyError/;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'job-gateway-clients-'));
const children = [];
const fronts = [];
const counts = { passed: 0, failed: 0, skipped: 0 };

try {
  const { broken, missing } = await install();
  if (missing) skip('every client', missing);
  else if (broken) report('pip', 'PyPI', { passed: 0, failed: 1 }, broken);
  else await checkAll();
} finally {
  for (const front of fronts) front.close();
  await Promise.all(children.map(end));
  await rm(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : counts.passed > 0 ? 0 : SKIPPED;

/** Installs the clients unless they are there. Gives what they are `missing` for, or what is `broken` about the pins. */
async function install() {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === wanted) return {};
  try {
    await run('python3', ['-m', 'venv', '--clear', VENV]);
    const patience = ['--retries', '1', '--timeout', '30'];
    await run(join(VENV, 'bin/pip'), ['install', '--quiet', '--no-compile', ...patience, '-r', REQUIREMENTS]);
  } catch (error) {
    if (error.code === 'ENOENT') return { missing: 'there is no python3' };
    return UNREACHED.test(error.stderr) ? { missing: 'PyPI is not reached' } : { broken: error.message };
  }
  await writeFile(INSTALLED, wanted);
  return {};
}

async function checkAll() {
  const simulator = start('simulator', ['--port', '0', '--clusters', '2', '--jobs', '20', '--churn', '0']);
  const { control, backends } = await firstLine(simulator);
  const ontap = backends.find(({ kind }) => kind === 'ontap');
  const gateway = await startGateway(backends);
  const certificate = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
  for (const [name, url, prefix] of [
    ["the simulator's ONTAP", ontap.url, ''],
    ['the gateway', gateway, `${ontap.name}~`],
  ]) {
    await checkLibrary(name, url, prefix !== '', control, ontap.name);
    await checkCollection(name, await frontOf(url, certificate), prefix, control, ontap.name);
  }
}

async function checkLibrary(name, url, isGateway, control, backend) {
  const args = ['--address', new URL(url).host, '--control', control, '--backend', backend];
  const { stdout, stderr } = await output(join(VENV, 'bin/python'), [
    join(HOME, 'netapp_ontap_checks.py'),
    ...args,
    ...(isGateway ? ['--gateway'] : []),
  ]);
  report('netapp_ontap', name, parseLast(stdout) ?? { passed: 0, failed: 1 }, stderr);
}

/** Each `assert` of the playbook is a check; one that fails ends it. */
async function checkCollection(name, port, prefix, control, backend) {
  const variables = JSON.stringify({
    tls_port: port,
    prefix,
    control,
    backend,
    ansible_python_interpreter: join(VENV, 'bin/python'),
  });
  const { stdout, stderr, code } = await output(
    join(VENV, 'bin/ansible-playbook'),
    ['-i', 'localhost,', '-e', variables, join(HOME, 'restit.yaml')],
    {
      ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
      ANSIBLE_HOME: join(folder, 'ansible'),
      ANSIBLE_LOCALHOST_WARNING: 'False',
      PYTHONWARNINGS: 'ignore',
    },
  );
  const tasks = JSON.parse(stdout.slice(stdout.indexOf('{'))).plays.flatMap((play) => play.tasks);
  const passed = tasks.filter(
    ({ hosts }) => hosts.localhost.action === 'ansible.builtin.assert' && !hosts.localhost.failed,
  );
  const broken = code === 0 ? undefined : tasks.at(-1);
  const text = broken ? `${broken.task.name}: ${JSON.stringify(broken.hosts.localhost, undefined, 2)}\n${stderr}` : '';
  report('na_ontap_restit', name, { passed: passed.length, failed: broken ? 1 : 0 }, text);
}

function report(client, target, { passed, failed }, text) {
  console.log(`${client} against ${target}: ${passed} passed, ${failed} failed`);
  if (failed > 0) console.log(text);
  counts.passed += passed;
  counts.failed += failed;
}

function skip(what, why) {
  console.log(`skipped: ${what}: ${why}`);
  counts.skipped += 1;
}

/** A gateway over all backends; gives its URL once it answers. */
async function startGateway(backends) {
  const port = await freePort();
  const config = join(folder, 'gateway.yaml');
  const sources = backends.map(({ name, kind, url, username }) => ({
    name,
    kind,
    url,
    auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
    poll: { interval: '1s' },
  }));
  const server = { host: '127.0.0.1', port };
  const store = { kind: 'embedded', path: join(folder, 'data') };
  await writeFile(config, JSON.stringify({ server, store, sources }));
  const gateway = start('gateway', ['--config', config, '--log-level', 'error'], { SIMULATOR_PASSWORD: 'simulator' });
  gateway.stdout.pipe(process.stderr);
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${url}/health/ready`).catch((error) => error);
    if (answer.ok) return url;
    if (Date.now() > deadline || gateway.exitCode !== null) throw new Error('the gateway did not get ready');
    await delay(100);
  }
}

/** Ansible's collection always speaks HTTPS: what it sends to the port given is passed on as plain HTTP. */
async function frontOf(url, { cert, private: key }) {
  const { hostname, port } = new URL(url);
  const front = createTlsServer({ cert, key }, (client) => {
    const server = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  fronts.push(front);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return front.address().port;
}

async function freePort() {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function start(app, args, env = {}) {
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function firstLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the simulator ended before it was listening');
}

/** What a program wrote and the code it ended with. */
async function output(program, args, env = {}) {
  const options = { env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
  return run(program, args, options).then(
    ({ stdout, stderr }) => ({ stdout, stderr, code: 0 }),
    ({ stdout, stderr, code }) => ({ stdout, stderr, code }),
  );
}

function parseLast(text) {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return last.startsWith('{') ? JSON.parse(last) : undefined;
}
