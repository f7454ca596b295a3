// Runs schemathesis against a gateway over simulated backends: it generates requests from the OpenAPI description.
// Needs `npm run build` and a python3 with venv. Installs schemathesis from PyPI into test/clients/schemathesis/.venv.
// Fails if a response does not match the description or is an internal error. Exits with 77 if it cannot be installed.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const HERE = import.meta.dirname;
const VENV = join(HERE, '.venv');
const REQUIREMENTS = join(HERE, 'requirements.txt');
const INSTALLED = join(VENV, 'installed.txt');
/** pino's level of errors. */
const PINO_ERROR = 50;
const POLL_LIMIT_MS = 30_000;
/** The exit code of a skipped suite. */
const SKIPPED = 77;
/** The native id in the examples of the description. */
const EXAMPLE_JOB = '1cd8a442-86d1-11e0-ae1c-123478563412';
/** Errors of pip when it cannot reach the package index; not those for a package that the index does not have. */
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

/** Installs schemathesis if needed. Returns why that is impossible here; throws if the pin is wrong. */
async function install() {
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if (existsSync(INSTALLED) && (await readFile(INSTALLED, 'utf8')) === wanted) return undefined;
  try {
    await run('python3', ['-m', 'venv', '--clear', VENV]);
    await run(join(VENV, 'bin/pip'), ['install', '--quiet', '--no-compile', '--retries', '1', '-r', REQUIREMENTS]);
  } catch (error) {
    if (error.code === 'ENOENT') return 'python3 is not installed';
    if (UNREACHED.test(error.stderr)) return 'PyPI is not reachable';
    throw error;
  }
  await writeFile(INSTALLED, wanted);
  return undefined;
}

/** Runs schemathesis. Returns its exit code: 0 if it found no fault. */
async function check(url) {
  const schemathesis = start(
    join(VENV, 'bin/schemathesis'),
    ['--config-file', join(HERE, 'schemathesis.toml'), 'run', `${url}/openapi.json`],
    { COLUMNS: '120' },
    'inherit',
    folder,
  );
  const [code] = await once(schemathesis, 'exit');
  return code ?? 1;
}

/** Starts backends, one with the job of the examples, and a gateway over them. Returns its URL when all were polled. */
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
  const store = { kind: 'embedded', path: join(folder, 'data') };
  // Actions do not wait for their turn.
  await writeFile(config, JSON.stringify({ server, store, actions: { rate: 1_000 }, sources }));
  const gateway = startApp('gateway', ['--config', config], { SIMULATOR_PASSWORD: 'simulator' });
  const url = await urlOf(gateway);
  await waitUntilPolled(url);
  return url;
}

/** Returns the URL that the gateway logs when it listens. Prints its log lines at ERROR from then on. */
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

/** Waits until every source has been polled. */
async function waitUntilPolled(url) {
  const deadline = Date.now() + POLL_LIMIT_MS;
  for (;;) {
    const { records } = await (await fetch(`${url}/api/sources`)).json();
    if (records.every(({ status }) => status === 'ok')) return;
    if (Date.now() > deadline) throw new Error(`the sources were not polled within ${POLL_LIMIT_MS / 1_000} s`);
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
  throw new Error('the simulator ended before it listened');
}
