// Runs the gateway over hours of simulated time and checks that it neither grows nor loses anything:
// `npm run soak [-- --hours 24] [--speed 10] [--short]`. Real process, real HTTP, real clocks: the backends' jobs, their outages and
// the requests are `--speed` times as frequent, so 24 hours take 2.4 h. Each source is polled once per second. 200 sources, 1 % of
// the jobs end per minute, random outages, 100 watchers, 50 requests/s. Exits with 1 if a goal is missed.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startBackends } from './soak/backends.mjs';
import { lowestOfEach, sampleOf, slopeOf, thirdsOf } from './soak/figures.mjs';
import { lossesOf } from './soak/losses.mjs';
import {
  ACTIVE_PER_SOURCE,
  FINISHED_JOB_TTL_S,
  hours,
  isShort,
  KEPT_PER_SOURCE,
  realMs,
  REQUESTS_PER_S,
  sources,
  speed,
  watchers as watcherCount,
} from './soak/options.mjs';
import { CONNECTIONS, Requests } from './soak/requests.mjs';
import { Watchers } from './soak/watchers.mjs';
import { fetchJson, send, until } from './support/client.mjs';
import { freePort } from './support/free-port.mjs';
import { BOTH_CORES, start, stop } from './support/processes.mjs';

const RECORDER = new URL('./soak/heap-recorder.mjs', import.meta.url).href;
const SAMPLE_MS = 1_000;
/** Samples of which the lowest counts. */
const GROUP = isShort ? 5 : 60;
/** Changes after which the history of the gateway is full, so that it does not grow any more. */
const FULL_HISTORY = 50_000;
/** A machine that is too slow for that many changes goes on after this time. */
const FILL_LIMIT_MS = isShort ? 30_000 : 600_000;
/**
 * The goals. In the short run noise hides a slope of the resident memory, so that the memory that lives after a garbage
 * collection counts: with a full history, a leak of 4 kB per change or 1 kB per request exceeds its bound.
 */
const MAX_SLOPE_MB_PER_HOUR = 1;
const MAX_LIVE_GROWTH_MB = 16;
/** Requests and responses that are under way live too: the lowest of several measurements counts. */
const LIVE_MEASUREMENTS = 5;
/** A history that is not full yet also grows, by this much per change. */
const HISTORY_MB_PER_CHANGE = 0.005;
/** The sequences of the watchers end this much later, at an event that none of them has received yet. */
const CUT_MS = 2_000;
/** Files may open and close between two samples. */
const [FILE_VARIATION, SOCKET_VARIATION] = [16, 0.15];
/** The connections of the watchers and requests, and two to each backend. */
const MAX_SOCKETS = watcherCount + CONNECTIONS + 2 * sources + FILE_VARIATION;
const HOUR_MS = realMs(3_600);

const folder = await mkdtemp(join(tmpdir(), 'gateway-soak-'));
const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const backends = await startBackends(sources);
const errors = [];
const gateway = await startGateway();
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await stop(gateway);
  await backends.close();
  await rm(folder, { recursive: true });
}

async function startGateway() {
  const file = join(folder, 'gateway.yaml');
  const config = {
    server: { port },
    store: { kind: 'embedded', path: join(folder, 'data') },
    retention: { max_jobs: sources * KEPT_PER_SOURCE },
    sources: backends.all.map(({ kind, name, password, url: backend, username }) => ({
      ...{ name, kind, url: backend, auth: { basic: { username, password } } },
      poll: { interval: '1s', timeout: '5s', finished_job_ttl: `${Math.round(FINISHED_JOB_TTL_S / speed)}s` },
    })),
  };
  await writeFile(file, JSON.stringify(config));
  const onLine = (line) => {
    if (/"level":50/.test(line)) errors.push(line);
  };
  const args = ['--expose-gc', '--import', RECORDER, 'dist/apps/gateway/src/main.js', '--config', file];
  const child = start(BOTH_CORES, process.execPath, args, {
    onLine,
    ipc: true,
    env: { NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  await until('ready', async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok === true);
  return child;
}

/** The memory of the gateway that lives after a garbage collection. */
async function liveMb() {
  const measured = [];
  while (measured.length < LIVE_MEASUREMENTS) {
    const answer = once(gateway, 'message');
    gateway.send('live');
    measured.push((await answer)[0].live / 2 ** 20);
    await delay(SAMPLE_MS);
  }
  return Math.min(...measured);
}

async function soak() {
  const began = Date.now();
  const filling = new Watchers(url, 1, (await fetchJson(`${url}/api/jobs?return_records=false`)).revision);
  filling.open();
  backends.addFillJobs();
  console.log(
    `${sources} sources, ${sources * ACTIVE_PER_SOURCE} active jobs; filling the history of ${FULL_HISTORY} changes`,
  );
  const filled = Date.now() + FILL_LIMIT_MS;
  await until('the history is full', () => filling.events >= FULL_HISTORY || Date.now() > filled);
  backends.removeFillJobs();
  await filling.close();
  const isFull = filling.events >= FULL_HISTORY;
  console.log(`${filling.events} changes${isFull ? '' : ': this machine is slow, the history is not full'}`);
  const { revision } = await fetchJson(`${url}/api/jobs?return_records=false`);
  const watching = new Watchers(url, watcherCount, revision);
  const requests = new Requests(url, () => watching.lastJob ?? filling.lastJob);
  watching.open();
  requests.start((REQUESTS_PER_S * 1_000) / realMs(1));
  backends.startChurn();
  await delay(isShort ? 8_000 : HOUR_MS / 2);
  backends.startOutages();
  const warmUpS = (Date.now() - began) / 1_000;
  console.log(`warm-up: ${warmUpS.toFixed(0)} s; now ${hours} simulated hours, ${speed} times as fast`);
  const before = { live: await liveMb(), events: watching.events };
  const samples = await sampled(watching);
  const after = { live: await liveMb(), events: watching.events };
  await backends.settle();
  await requests.stop();
  const since = Date.now();
  await polledSince(since);
  watching.cutAt(`${Date.now() + CUT_MS}-0`);
  await delay(2 * CUT_MS);
  const last = await fetchJson(`${url}/api/jobs?return_records=false`);
  await until('every watcher has the last change', () => watching.behind(last.revision) === 0, { timeoutMs: 60_000 });
  const losses = await lossesOf(url, backends, watching, since);
  await watching.close();
  const changes = (after.events - before.events) / watcherCount;
  const mayGrow = MAX_LIVE_GROWTH_MB + (isFull ? 0 : changes * HISTORY_MB_PER_CHANGE);
  return report(samples, { watching, requests, losses, growth: after.live - before.live, mayGrow });
}

async function sampled(watching) {
  const samples = [];
  const end = Date.now() + hours * HOUR_MS;
  const firstEvents = watching.events;
  while (Date.now() < end) {
    samples.push({ hour: hours - (end - Date.now()) / HOUR_MS, ...(await sampleOf(gateway.pid)) });
    if (samples.length % (isShort ? 15 : 300) === 0) {
      const { files, hour, rssMb, sockets } = samples.at(-1);
      const shown = `${hour.toFixed(2)} h: rss ${rssMb.toFixed(0)} MB, ${files} files, ${sockets} sockets`;
      console.log(`${shown}, ${watching.events - firstEvents} events, ${backends.outages} outages`);
    }
    await delay(SAMPLE_MS);
  }
  return samples;
}

/** Waits until every source was polled completely since a time in ms. One that failed is polled on request. */
async function polledSince(since) {
  const arePolled = async () => {
    const { records } = await fetchJson(`${url}/api/sources?max_records=1000`);
    const late = records.filter(({ last_success_time: last }) => !(Date.parse(last ?? '') >= since));
    await Promise.all(late.slice(0, 20).map(({ name }) => send('POST', `${url}/api/sources/${name}/poll`)));
    return late.length === 0;
  };
  await until('every source is polled', arePolled, { intervalMs: 500, timeoutMs: 300_000 });
}

function report(samples, { watching, requests, losses, growth, mayGrow }) {
  const lowest = lowestOfEach(samples, GROUP);
  const slope = slopeOf(lowest.map(({ hour, rssMb }) => [hour, rssMb]));
  const [files, sockets] = [thirdsOf(samples, 'files'), thirdsOf(samples, 'sockets')];
  const mostSockets = Math.max(...samples.map((sample) => sample.sockets));
  const failed = [...requests.failed].map(([what, count]) => `${what}: ${count}`).join(', ') || 0;
  const goals = [
    isShort
      ? ['growth of live memory in MB', growth.toFixed(1), growth <= mayGrow, `at most ${mayGrow.toFixed(1)}`]
      : ['rss slope in MB/h', slope.toFixed(2), slope <= MAX_SLOPE_MB_PER_HOUR, `at most ${MAX_SLOPE_MB_PER_HOUR}`],
    ['open files, first and last third', shown(files), files[1] - files[0] <= FILE_VARIATION, 'flat'],
    isShort
      ? ['sockets', mostSockets, mostSockets <= MAX_SOCKETS, `at most ${MAX_SOCKETS}`]
      : ['sockets, first and last third', shown(sockets), sockets[1] <= sockets[0] * (1 + SOCKET_VARIATION), 'flat'],
    ['failed requests', failed, requests.failed.size === 0, '0'],
    ['watchers with another sequence of events', watching.wrong(), watching.wrong() === 0, '0'],
    ['lost ends of jobs', losses.lost.length, losses.lost.length === 0, '0'],
    ['jobs that list and watch show differently', losses.different.length, losses.different.length === 0, '0'],
    ['ERROR lines', errors.length, errors.length === 0, '0'],
  ];
  console.log(
    `${hours} simulated hours in ${((hours * HOUR_MS) / 60_000).toFixed(1)} min: ${requests.sent} requests ` +
      `(${requests.skipped} left out), ${watching.events} events, ${losses.ended} jobs ended, of which ${losses.declared} ` +
      `declared as not seen, ${backends.outages} outages; rss slope ${slope.toFixed(2)} MB/h, live memory ${growth.toFixed(1)} MB more`,
  );
  console.log(`lowest rss of each ${GROUP} s in MB: ${lowest.map(({ rssMb }) => rssMb.toFixed(0)).join(' ')}`);
  for (const [name, value, isMet, goal] of goals)
    console.log(`${isMet ? 'ok  ' : 'FAIL'}  ${name}: ${value} (goal: ${goal})`);
  for (const line of [...losses.lost, ...losses.different, ...errors].slice(0, 10)) console.log(`      ${line}`);
  return goals.every(([, , isMet]) => isMet);
}

function shown([first, last]) {
  return `${first.toFixed(1)}, ${last.toFixed(1)}`;
}
