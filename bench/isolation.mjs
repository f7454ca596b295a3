/**
 * Measures whether a failing backend affects other sources: 60 simulated sources are polled every 5 s, of which one hangs,
 * half refuse connections, or all are down for `--minutes` (10). Samples the ages in `/api/sources` every second. Exits with 1
 * if a limit is exceeded.
 *
 * node bench/isolation.mjs [--minutes M] [--phases baseline,hang,refuse,down,login]      after npm run build
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    phases: { type: 'string', default: 'baseline,hang,refuse,down,login' },
  },
});
const MINUTES = Number(values.minutes);
const PHASES = values.phases.split(',');
const GATEWAY = 'http://127.0.0.1:9899';
const CONTROL = 'http://127.0.0.1:9800';
const P99_LIMIT_S = 7;
const RECOVERY_LIMIT_S = 90;
const MIN_SPREAD_S = 2.5;

let failed = false;

function report(phase, figure, value, limit, isOk = true) {
  failed ||= !isOk;
  const result = limit === undefined ? '' : `  limit ${limit}: ${isOk ? 'ok' : 'EXCEEDED'}`;
  console.log(`${phase.padEnd(9)} ${figure.padEnd(44)} ${String(value).padStart(8)}${result}`);
}

function start(program, ...options) {
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  return child;
}

async function json(url, init) {
  const response = await fetch(url, { headers: { 'content-type': 'application/json' }, ...init });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

async function sources() {
  return (await json(`${GATEWAY}/api/sources`)).records;
}

async function fault(names, kind) {
  for (const name of names) {
    const url = `${CONTROL}/backends/${name}/fault`;
    await json(url, kind === undefined ? { method: 'DELETE' } : { method: 'PUT', body: JSON.stringify({ kind }) });
  }
}

/** Passes the sources to `visit` once a second. */
async function sample(seconds, visit) {
  for (let second = 0; second < seconds; second += 1) {
    visit(await sources());
    await pause(1_000);
  }
}

async function untilOk(names) {
  const since = Date.now();
  const successTimes = new Map();
  while (successTimes.size < names.length) {
    for (const { last_success_time, name, status } of await sources()) {
      const time = Date.parse(last_success_time);
      const isNew = names.includes(name) && !successTimes.has(name);
      if (isNew && status === 'ok' && time >= since) successTimes.set(name, time);
    }
    if (Date.now() - since > 600_000) break;
    await pause(200);
  }
  return {
    seconds: (Date.now() - since) / 1_000,
    times: [...successTimes.values()],
    all: successTimes.size === names.length,
  };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Measures the ages of the healthy sources. */
async function agesOf(phase, seconds, healthy) {
  const ages = [];
  await sample(seconds, (records) => {
    for (const { age_seconds, name } of records) if (healthy.has(name)) ages.push(age_seconds ?? Infinity);
  });
  ages.sort((a, b) => a - b);
  report(phase, `age of ${healthy.size} sources over ${seconds} s, median`, quantile(ages, 0.5));
  const p99 = quantile(ages, 0.99);
  report(phase, '  99th percentile, s', p99, `<= ${P99_LIMIT_S}`, p99 <= P99_LIMIT_S);
  report(phase, '  maximum, s', ages.at(-1));
}

const runs = {
  baseline: (names) => agesOf('baseline', 60, new Set(names)),
  async hang(names) {
    await fault(names.slice(0, 1), 'hang');
    await agesOf('hang', MINUTES * 60, new Set(names.slice(1)));
    await fault(names.slice(0, 1));
    await untilOk(names);
  },
  async refuse(names) {
    const refusing = names.filter((_, index) => index % 2 === 0);
    await fault(refusing, 'down');
    await agesOf('refuse', 120, new Set(names.filter((_, index) => index % 2 === 1)));
    await fault(refusing);
    await untilOk(names);
  },
  async down(names) {
    await fault(names, 'down');
    await sample(MINUTES * 60, () => undefined);
    await fault(names);
    const { all, seconds, times } = await untilOk(names);
    const isOk = all && seconds <= RECOVERY_LIMIT_S;
    report('down', `recovery after ${MINUTES} min, s`, seconds, `<= ${RECOVERY_LIMIT_S}`, isOk);
    const spread = (Math.max(...times) - Math.min(...times)) / 1_000;
    report('down', '  spread of the first successes, s', spread, `>= ${MIN_SPREAD_S}`, spread >= MIN_SPREAD_S);
  },
  async login(names, folder) {
    const [name] = names;
    const polls = async () => (await json(`${CONTROL}/backends/${name}/requests`)).unauthorised;
    await writeFile(join(folder, 'password'), 'wrong');
    const since = Date.now();
    const statusOf = async () => (await sources()).find((record) => record.name === name).status;
    while ((await statusOf()) !== 'unauthorized') await pause(200);
    report('login', 'refused login reported after, s', (Date.now() - since) / 1_000);
    const before = await polls();
    await agesOf('login', Math.min(MINUTES, 4) * 60, new Set(names.slice(1)));
    const more = (await polls()) - before;
    report('login', `  further attempts in ${Math.min(MINUTES, 4)} min`, more, '= 0', more === 0);
    await writeFile(join(folder, 'password'), 'simulator');
    const { seconds } = await untilOk([name]);
    report('login', '  recovery after correcting the file, s', seconds);
  },
};

const folder = await mkdtemp(join(tmpdir(), 'isolation-'));
const children = [];
try {
  const kinds = [
    '--clusters',
    '30',
    '--service-engines',
    '15',
    '--unified-managers',
    '15',
    '--jobs',
    '20',
    '--churn',
    '6',
  ];
  children.push(start('dist/apps/simulator/src/main.js', ...kinds, '--latency', '5', '--seed', '1', '--port', '9800'));
  await pause(3_000);
  const { backends } = await json(`${CONTROL}/backends`).then((body) => ({ backends: body.backends ?? body }));
  const names = backends.map(({ name }) => name);
  await writeFile(join(folder, 'password'), 'simulator');
  const config = {
    server: { port: 9899 },
    store: { kind: 'embedded', path: './data' },
    sources: backends.map(({ kind, name, url }, index) => ({
      name,
      kind,
      url,
      auth: {
        basic: { username: 'admin', ...(index === 0 ? { password_file: './password' } : { password: 'simulator' }) },
      },
      poll: { interval: '5s' },
    })),
  };
  await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(config));
  children.push(
    start('dist/apps/gateway/src/main.js', '--config', join(folder, 'gateway.yaml'), '--log-level', 'error'),
  );
  await pause(4_000);
  const { all } = await untilOk(names);
  if (!all) throw new Error('some sources were not polled');
  console.log(`${names.length} sources, polled every 5 s, outages of ${MINUTES} min, load ${loadavg()[0].toFixed(1)}`);
  for (const phase of PHASES) await runs[phase](names, folder);
  console.log(`load at the end ${loadavg()[0].toFixed(1)}`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : undefined)));
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
