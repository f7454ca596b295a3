/**
 * Measures what a hostile backend costs: one simulated backend of each kind gets a fault for `--seconds` (15), while another
 * cluster works. Prints the longest time that the gateway's main thread ran between two turns of the event loop, the highest
 * age of the other cluster's data, the memory, and what the three sources report. Exits with 1 if a limit is exceeded.
 *
 * node bench/hostile.mjs [--seconds S] [--faults brackets,huge]      after npm run build
 */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { fetchJson, send, until } from './support/client.mjs';
import { makeFolder } from './support/folders.mjs';
import { freePort } from './support/free-port.mjs';
import { LOAD_CORE, pinThisProcess, residentBytes, SERVER_CORE, start, stop } from './support/processes.mjs';

const FAULTS = [
  ...['none', 'many-headers', 'huge', 'brackets', 'tiny-values', 'interim-responses', 'tiny-chunks', 'gzip-bomb'],
  'endless-list',
];
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '15' }, faults: { type: 'string', default: FAULTS.join() } },
});
const LONGEST_MS = 20;
const OLDEST_S = 5;
const HEALTHY = 'west';
const RECORDER = new URL('./support/loop-recorder.mjs', import.meta.url).href;

pinThisProcess();
const { folder, remove } = await makeFolder();
const simulator = await startSimulator();
const gateway = await startGateway(simulator.backends);
const hostile = simulator.backends.map(({ name }) => name).filter((name) => name !== HEALTHY);
let failed = false;
await pause(10_000); // what is compiled at first use
for (const kind of values.faults.split(',')) failed = !(await measure(kind)) || failed;
await stop(gateway.child);
await stop(simulator.child);
await remove();
process.exitCode = failed ? 1 : 0;

async function measure(kind) {
  await gateway.figures();
  for (const name of hostile) await simulator.setFault(name, kind);
  let oldest = 0;
  let reasons = [];
  for (let second = 0; second < Number(values.seconds); second += 1) {
    // A failing source backs off; this polls it every second nevertheless.
    for (const name of hostile) void poll(name);
    await pause(1_000);
    const { records } = await fetchJson(`${gateway.url}/api/sources`);
    oldest = Math.max(oldest, records.find(({ name }) => name === HEALTHY).age_seconds ?? Infinity);
    reasons = records.filter(({ name }) => name !== HEALTHY).map(({ reason, status }) => reason ?? status);
  }
  const { ranMax } = await gateway.figures();
  for (const name of hostile) await recover(name);
  const isOk = ranMax <= LONGEST_MS && oldest <= OLDEST_S;
  const megabytes = Math.round((await residentBytes(gateway.child.pid)) / 1e6);
  const figures = `${ranMax.toFixed(1).padStart(6)} ms  ${oldest.toFixed(1).padStart(4)} s  ${megabytes} MB`;
  console.log(`${kind.padEnd(18)} ${figures}  ${isOk ? 'ok      ' : 'EXCEEDED'}  ${[...new Set(reasons)].join(' | ')}`);
  return isOk;
}

async function recover(name) {
  await simulator.setFault(name, 'none');
  await until(`${name} is polled`, async () => {
    await poll(name);
    return (await fetchJson(`${gateway.url}/api/sources/${name}`)).status === 'ok';
  });
}

function poll(name) {
  return send('POST', `${gateway.url}/api/sources/${name}/poll`);
}

async function startSimulator() {
  const kinds = ['--clusters', '2', '--service-engines', '1', '--unified-managers', '1', '--jobs', '20'];
  let printed;
  const line = new Promise((resolve) => (printed = resolve));
  const program = new URL('../dist/apps/simulator/src/main.js', import.meta.url).pathname;
  const child = start(LOAD_CORE, process.execPath, [program, ...kinds, '--port', '0'], {
    onLine: (text) => printed(text),
  });
  const { backends, control } = JSON.parse(await line);
  const setFault = async (name, kind) => {
    const url = `${control}/backends/${name}/fault`;
    const body = JSON.stringify({ kind });
    const response = await fetch(url, kind === 'none' ? { method: 'DELETE' } : { method: 'PUT', body });
    if (!response.ok) throw new Error(`${url}: ${response.status}`);
  };
  return { backends, child, setFault };
}

async function startGateway(backends) {
  const port = await freePort();
  const file = join(folder, 'gateway.yaml');
  const auth = { basic: { username: 'admin', password: 'simulator' } };
  const sources = backends.map(({ kind, name, url }) => ({ name, kind, url, auth, poll: { interval: '1s' } }));
  await writeFile(file, JSON.stringify({ server: { port }, store: { kind: 'embedded', path: './data' }, sources }));
  const program = new URL('../dist/apps/gateway/src/main.js', import.meta.url).pathname;
  const child = start(SERVER_CORE, process.execPath, ['--import', RECORDER, program, '--config', file], { ipc: true });
  const url = `http://127.0.0.1:${port}`;
  const figures = async () => {
    const answer = once(child, 'message');
    child.send('figures');
    return (await answer)[0];
  };
  await until('all sources are polled', async () => {
    const { records } = await fetchJson(`${url}/api/sources`).catch(() => ({ records: [] }));
    return records.length > 0 && records.every(({ status }) => status === 'ok');
  });
  return { child, figures, url };
}
