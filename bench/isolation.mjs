/**
 * One backend must not hurt another: 60 simulated sources polled every 5 s, of which one hangs, half refuse, or all are
 * down for `--minutes` (10), by the ages that `/api/sources` tells each second. Exits 1 when a bound is broken.
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
const P99_BOUND_S = 7;
const RECOVERY_BOUND_S = 90;
const SPREAD_BOUND_S = 2.5;

let broken = false;

function say(phase, figure, value, bound, holds = true) {
  broken ||= !holds;
  const told = bound === undefined ? '' : `  bound ${bound}: ${holds ? 'holds' : 'BROKEN'}`;
  console.log(`${phase.padEnd(9)} ${figure.padEnd(44)} ${String(value).padStart(8)}${told}`);
}

function start(program, ...options) {
  const child = spawn(process.execPath, [program, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  return child;
}

async function json(url, init) {
  const answer = await fetch(url, { headers: { 'content-type': 'application/json' }, ...init });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
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

/** Looks once a second for so long. */
async function sample(seconds, look) {
  for (let second = 0; second < seconds; second += 1) {
    look(await sources());
    await pause(1_000);
  }
}

async function untilOk(names) {
  const since = Date.now();
  const firstGood = new Map();
  while (firstGood.size < names.length) {
    for (const { last_success_time, name, status } of await sources()) {
      const good = Date.parse(last_success_time);
      if (names.includes(name) && status === 'ok' && good >= since && !firstGood.has(name)) firstGood.set(name, good);
    }
    if (Date.now() - since > 600_000) break;
    await pause(200);
  }
  return {
    seconds: (Date.now() - since) / 1_000,
    times: [...firstGood.values()],
    all: firstGood.size === names.length,
  };
}

function quantile(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** The ages of the sources that nothing is wrong with. */
async function agesOf(phase, seconds, healthy) {
  const ages = [];
  await sample(seconds, (records) => {
    for (const { age_seconds, name } of records) if (healthy.has(name)) ages.push(age_seconds ?? Infinity);
  });
  ages.sort((a, b) => a - b);
  say(phase, `age of ${healthy.size} sources over ${seconds} s, median`, quantile(ages, 0.5));
  const p99 = quantile(ages, 0.99);
  say(phase, '  99th percentile, s', p99, `<= ${P99_BOUND_S}`, p99 <= P99_BOUND_S);
  say(phase, '  most, s', ages.at(-1));
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
    say(
      'down',
      `all ok again after ${MINUTES} min, s`,
      seconds,
      `<= ${RECOVERY_BOUND_S}`,
      all && seconds <= RECOVERY_BOUND_S,
    );
    const spread = (Math.max(...times) - Math.min(...times)) / 1_000;
    say('down', '  first good polls spread over, s', spread, `>= ${SPREAD_BOUND_S}`, spread >= SPREAD_BOUND_S);
  },
  async login(names, folder) {
    const [name] = names;
    const polls = async () => (await json(`${CONTROL}/backends/${name}/requests`)).unauthorised;
    await writeFile(join(folder, 'password'), 'not-this-one');
    const since = Date.now();
    const statusOf = async () => (await sources()).find((record) => record.name === name).status;
    while ((await statusOf()) !== 'unauthorized') await pause(200);
    say('login', 'refused login shown after, s', (Date.now() - since) / 1_000);
    const before = await polls();
    await agesOf('login', Math.min(MINUTES, 4) * 60, new Set(names.slice(1)));
    const more = (await polls()) - before;
    say('login', `  tries in ${Math.min(MINUTES, 4)} min after the first`, more, '= 0', more === 0);
    await writeFile(join(folder, 'password'), 'simulator');
    const { seconds } = await untilOk([name]);
    say('login', '  ok after the file was mended, s', seconds);
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
  const { backends } = await json(`${CONTROL}/backends`).then((answer) => ({ backends: answer.backends ?? answer }));
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
  if (!all) throw new Error('not every source was polled');
  console.log(`${names.length} sources, polled every 5 s, outages of ${MINUTES} min, load ${loadavg()[0].toFixed(1)}`);
  for (const phase of PHASES) await runs[phase](names, folder);
  console.log(`load at the end ${loadavg()[0].toFixed(1)}`);
} finally {
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : undefined)));
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = broken ? 1 : 0;
