// schemathesis, which makes up requests from an OpenAPI description, against a gateway over simulated backends whose jobs
// come and go. Needs `npm run build` and a python3 with venv; schemathesis comes from PyPI into test/clients/schemathesis/.venv.
// Fails when a response does not match the description or is an internal error. Exits with 77 when schemathesis cannot be installed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const HOME = import.meta.dirname;
const VENV = join(HOME, '.venv');
const REQUIREMENTS = join(HOME, 'requirements.txt');
const INSTALLED = join(VENV, 'installed.txt');
/** The level of errors in pino's JSON lines. */
const PINO_ERROR = 50;
const PATIENCE_MS = 30_000;
/** The exit code that says: skipped. */
const SKIPPED = 77;
/** The native id in the description's examples. */
const EXAMPLE_JOB = '1cd8a442-86d1-11e0-ae1c-123478563412';
/** What pip says when there is no index to talk to, and not when the index lacks what is asked for. */
const UNREACHED = /NewConnectionError|NameResolutionError|ConnectTimeoutError|Max retries exceeded|ProxyError/;

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'job-gateway-schemathesis-'));
const children = [];

try {
  const missing = await install();
  if (missing) console.log(`skipped: schemathesis: ${missing}`);
  process.exitCode = missing ? SKIPPED : await check(await startAll());
} finally {
  await Promise.all(children.map(end));
  await rm(folder, { recursive: true, force: true });
}

/** Installs schemathesis unless it is there. Gives why it cannot be had; throws when the pin is wrong. */
async function install() {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === wanted) return undefined;
  try {
    await run('python3', ['-m', 'venv', '--clear', VENV]);
    await run(join(VENV, 'bin/pip'), ['install', '--quiet', '--no-compile', '--retries', '1', '-r', REQUIREMENTS]);
  } catch (error) {
    if (error.code === 'ENOENT') return 'there is no python3';
    if (UNREACHED.test(error.stderr)) return 'PyPI is not reached';
    throw error;
  }
  await writeFile(INSTALLED, wanted);
  return undefined;
}

/** Gives the code schemathesis ends with: 0 when it found nothing. */
async function check(url) {
  const schemathesis = start(
    join(VENV, 'bin/schemathesis'),
    ['--config-file', join(HOME, 'schemathesis.toml'), 'run', `${url}/openapi.json`],
    { COLUMNS: '120' },
    'inherit',
    folder,
  );
  const [code] = await once(schemathesis, 'exit');
  return code ?? 1;
}

/** The backends, one of them with the job of the examples, and a gateway over them; gives its URL once it answers. */
async function startAll() {
  const simulator = startApp('simulator', ['--port', '0', '--clusters', '2', '--jobs', '20', '--churn', '60']);
  const { control, backends } = await firstLine(simulator);
  const example = { nativeId: EXAMPLE_JOB, steps: [{ state: 'running', forMs: 3_600_000 }], cancellable: true };
  await fetch(`${control}/backends/east/jobs`, { method: 'POST', body: JSON.stringify(example) });
  const config = join(folder, 'gateway.yaml');
  const sources = backends.map(({ name, kind, url, username }) => ({
    name,
    kind,
    url,
    auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
    poll: { interval: '1s' },
  }));
  const server = { host: '127.0.0.1', port: 0 };
  await writeFile(config, JSON.stringify({ server, store: { kind: 'embedded', path: join(folder, 'data') }, sources }));
  const gateway = startApp('gateway', ['--config', config], { SIMULATOR_PASSWORD: 'simulator' });
  const url = await urlOf(gateway);
  await polled(url);
  return url;
}

/** The address the gateway logs once it listens; what it logs as an error after that is shown. */
async function urlOf(gateway) {
  const log = createInterface({ input: gateway.stdout });
  const url = await new Promise((resolve, reject) => {
    log.on('line', (line) => {
      const { level, url: listening } = JSON.parse(line);
      if (listening) resolve(listening);
      if (level >= PINO_ERROR) console.log(`the gateway's log: ${line}`);
    });
    log.once('close', () => reject(new Error('the gateway ended before it listened')));
  });
  return url;
}

async function polled(url) {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const { records } = await (await fetch(`${url}/api/sources`)).json();
    if (records.every(({ status }) => status === 'ok')) return;
    if (Date.now() > deadline) throw new Error('the sources were not polled in time');
    await delay(100);
  }
}

function startApp(app, args, env = {}) {
  return start(process.execPath, [`dist/apps/${app}/src/main.js`, ...args], env);
}

function start(program, args, env = {}, stdout = 'pipe', cwd = process.cwd()) {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', stdout, 'inherit'] });
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
