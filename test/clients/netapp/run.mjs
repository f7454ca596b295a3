// Runs NetApp's own clients against the simulator's ONTAP and against a gateway in front of it. Both must behave as ONTAP.
// Needs `npm run build` and a python3 with venv. Installs the clients from PyPI into test/clients/netapp/.venv.
// Prints `N passed, N failed, N skipped` at the end. Exits with 1 if a check fails, with 77 if all were skipped.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { promisify } from 'node:util';

import { generate } from 'selfsigned';

const HERE = import.meta.dirname;
const VENV = join(HERE, '.venv');
const REQUIREMENTS = join(HERE, 'requirements.txt');
const INSTALLED = join(VENV, 'installed.txt');
const START_LIMIT_MS = 30_000;
/** The exit code of a skipped suite. */
const SKIPPED = 77;
/** Errors of pip when it cannot reach the package index; not those for a package that the index does not have. */
const UNREACHED = /NewConnectionError|NameResolutionError|ConnectTimeoutError|Max retries exceeded|ProxyError/;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'job-gateway-clients-'));
const AUTHORITY = join(folder, 'gateway.crt');
/** The environment variable with which Python's HTTP library trusts the certificate. */
const TRUST = { REQUESTS_CA_BUNDLE: AUTHORITY };
const children = [];
const tlsProxies = [];
const counts = { passed: 0, failed: 0, skipped: 0 };

try {
  const { broken, missing } = await install();
  if (missing) skip('every client', missing);
  else if (broken) report('pip', 'PyPI', { passed: 0, failed: 1 }, broken);
  else await checkAll();
} finally {
  for (const proxy of tlsProxies) proxy.close();
  await Promise.all(children.map(end));
  await rm(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : counts.passed > 0 ? 0 : SKIPPED;

/** Installs the clients if needed. Returns `missing` if that is impossible here, and `broken` if the pins are wrong. */
async function install() {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === wanted) return {};
  try {
    await run('python3', ['-m', 'venv', '--clear', VENV]);
    const limits = ['--retries', '1', '--timeout', '30'];
    await run(join(VENV, 'bin/pip'), ['install', '--quiet', '--no-compile', ...limits, '-r', REQUIREMENTS]);
  } catch (error) {
    if (error.code === 'ENOENT') return { missing: 'python3 is not installed' };
    return UNREACHED.test(error.stderr) ? { missing: 'PyPI is not reachable' } : { broken: error.message };
  }
  await writeFile(INSTALLED, wanted);
  return {};
}

/** Runs every client against the simulator and against a gateway. */
async function checkAll() {
  const simulator = start('simulator', ['--port', '0', '--clusters', '2', '--jobs', '20', '--churn', '0']);
  const { control, backends } = await firstLine(simulator);
  const ontap = backends.find(({ kind }) => kind === 'ontap');
  const certificate = await makeCertificate();
  const gateway = await startGateway(backends, certificate);
  for (const [name, url, prefix] of [
    ["the simulator's ONTAP", ontap.url, ''],
    ['the gateway', gateway, `${ontap.name}~`],
  ]) {
    const isGateway = prefix !== '';
    await checkLibrary(name, url, isGateway, control, ontap.name);
    const port = isGateway ? Number(new URL(url).port) : await startTlsProxy(url, certificate);
    await checkCollection(name, port, prefix, control, ontap.name);
  }
}

/** A certificate for 127.0.0.1, which is its own authority, and the file of it. */
async function makeCertificate() {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'job-gateway' }], {
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  await writeFile(AUTHORITY, cert);
  await writeFile(join(folder, 'gateway.key'), key);
  return { cert, key };
}

async function checkLibrary(name, url, isGateway, control, backend) {
  const args = ['--url', url, '--control', control, '--backend', backend, ...(isGateway ? ['--gateway'] : [])];
  const checks = join(HERE, 'netapp_ontap_checks.py');
  const { stdout, stderr } = await output(join(VENV, 'bin/python'), [checks, ...args], TRUST);
  report('netapp_ontap', name, parseLast(stdout) ?? { passed: 0, failed: 1 }, stderr);
}

/** Counts each `assert` of the playbook as a check. The first failed task ends the playbook. */
async function checkCollection(name, port, prefix, control, backend) {
  const variables = JSON.stringify({
    port,
    prefix,
    control,
    backend,
    ansible_python_interpreter: join(VENV, 'bin/python'),
  });
  const { stdout, stderr, code } = await output(
    join(VENV, 'bin/ansible-playbook'),
    ['-i', 'localhost,', '-e', variables, join(HERE, 'playbook.yaml')],
    {
      ANSIBLE_STDOUT_CALLBACK: 'ansible.posix.json',
      ANSIBLE_HOME: join(folder, 'ansible'),
      ANSIBLE_LOCALHOST_WARNING: 'False',
      PYTHONWARNINGS: 'ignore',
      ...TRUST,
    },
  );
  const tasks = JSON.parse(stdout.slice(stdout.indexOf('{'))).plays.flatMap((play) => play.tasks);
  const passed = tasks.filter(
    ({ hosts }) => hosts.localhost.action === 'ansible.builtin.assert' && !hosts.localhost.failed,
  );
  const failed = code === 0 ? undefined : tasks.at(-1);
  const text = failed ? `${failed.task.name}: ${JSON.stringify(failed.hosts.localhost, undefined, 2)}\n${stderr}` : '';
  report('netapp.ontap', name, { passed: passed.length, failed: failed ? 1 : 0 }, text);
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

/** Starts a gateway with TLS over all backends. Returns its URL when it is ready. */
async function startGateway(backends, { cert }) {
  const port = await freePort();
  const config = join(folder, 'gateway.yaml');
  const sources = backends.map(({ name, kind, url, username }) => ({
    name,
    kind,
    url,
    auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
    poll: { interval: '1s' },
  }));
  const server = { host: '127.0.0.1', port, tls: { cert_file: AUTHORITY, key_file: './gateway.key' } };
  const store = { kind: 'embedded', path: join(folder, 'data') };
  await writeFile(config, JSON.stringify({ server, store, sources }));
  const gateway = start('gateway', ['--config', config, '--log-level', 'error'], { SIMULATOR_PASSWORD: 'simulator' });
  gateway.stdout.pipe(process.stderr);
  const url = `https://127.0.0.1:${port}`;
  const deadline = Date.now() + START_LIMIT_MS;
  for (;;) {
    if (await isReady(`${url}/health/ready`, cert)) return url;
    if (Date.now() > deadline || gateway.exitCode !== null)
      throw new Error(`the gateway was not ready within ${START_LIMIT_MS / 1_000} s`);
    await delay(100);
  }
}

function isReady(url, ca) {
  return new Promise((resolve) => {
    get(url, { ca }, (response) => resolve(response.resume().statusCode === 200)).on('error', () => resolve(false));
  });
}

/**
 * Starts a TLS proxy in front of the simulator, because Ansible's collection always uses HTTPS. Returns its port. It forwards
 * plain HTTP.
 */
async function startTlsProxy(url, { cert, key }) {
  const { hostname, port } = new URL(url);
  const proxy = createTlsServer({ cert, key }, (client) => {
    const server = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ]) {
      from.pipe(to);
      from.on('error', () => to.destroy());
    }
  });
  tlsProxies.push(proxy);
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return proxy.address().port;
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
  throw new Error('the simulator ended before it listened');
}

/** Runs a program. Returns its output and its exit code. */
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
