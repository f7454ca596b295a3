import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { fetchBytes, fetchJson, until } from './client.mjs';
import { freePort } from './free-port.mjs';
import { cpuSeconds, residentBytes, SERVER_CORE, start, stop } from './processes.mjs';

const HOME = new URL('../../', import.meta.url).pathname;
const RECORDER = new URL('./loop-recorder.mjs', import.meta.url).href;
const LOST_LEASE = 'lease of the source was lost';

/**
 * Starts the built gateway as `npm start` does, and resolves once `/health/ready` returns 200. `sources` are clusters of
 * `backend`. `folder` holds the configuration and the embedded store; `redis` is the URL of a Redis to use instead.
 * `access` and `limits` are sections of the configuration.
 * `recorder` adds `delays()`, which resolves with the delays of the event loop since the last call. Note: ready is polled
 * every 5 ms.
 */
export async function startGateway(options) {
  const { core = SERVER_CORE, folder, recorder = false } = options;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const file = join(folder, 'gateway.yaml');
  const configure = (changes) => writeFile(file, JSON.stringify(configuration(port, { ...options, ...changes })));
  await configure({});
  const log = { lostLeases: 0, warnings: [] };
  const began = performance.now();
  const [command, args] = await startCommand(recorder);
  const child = start(core, command, [...args, '--config', file], {
    ipc: recorder,
    onLine: (line) => note(line, log),
    env: { NODE_ENV: 'production', NODE_OPTIONS: '' },
  });
  await untilReady(url, child);
  const readyMs = performance.now() - began;
  const { pid } = child;
  return {
    url,
    pid,
    log,
    readyMs,
    configure,
    memory: () => residentBytes(pid),
    cpu: () => cpuSeconds(pid),
    failedPolls: async () => {
      const { bytes } = await fetchBytes(`${url}/metrics`);
      const counts = bytes.toString().matchAll(/^job_gateway_source_failed_polls_total\{.*\} (\d+)$/gm);
      return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
    },
    total: async () => (await fetchJson(`${url}/api/jobs?return_records=false`)).total_records,
    delays: async () => {
      const answer = once(child, 'message');
      child.send('figures');
      return (await answer)[0];
    },
    stop: (signal) => stop(child, signal),
  };
}

/** The command of `npm start`, with its Node options if it has any. */
async function startCommand(recorder) {
  const { scripts } = JSON.parse(await readFile(join(HOME, 'package.json'), 'utf8'));
  const [command, ...args] = scripts.start.split(' ');
  if (command !== 'node') throw new Error('npm start is expected to run node');
  return [process.execPath, [...(recorder ? ['--import', RECORDER] : []), ...args]];
}

function configuration(port, { access, backend, folder, interval = '5s', limits, redis, retention = {}, sources }) {
  return {
    server: { port },
    ...(access && { access }),
    ...(limits && { limits }),
    store: redis ? { kind: 'redis', url: redis } : { kind: 'embedded', path: join(folder, 'data') },
    retention: { terminal: '30d', max_jobs: 20_000_000, ...retention },
    sources: Array.from({ length: sources }, (_, at) => ({
      name: `c${at}`,
      kind: 'ontap',
      url: backend,
      base_path: `/c${at}/api`,
      auth: { basic: { username: 'bench', password: 'bench' } },
      // The clusters keep finished jobs as long as the benchmark wants, not for ONTAP's 300 s.
      poll: { interval, finished_job_ttl: '7d' },
      labels: { site: `site${at % 10}` },
    })),
  };
}

async function untilReady(url, child) {
  await until(
    'ready',
    async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error('the gateway did not start');
      const answer = await fetchBytes(`${url}/health/ready`).catch(() => undefined);
      return answer?.status === 200;
    },
    { intervalMs: 5 },
  );
}

function note(line, log) {
  if (line.includes(LOST_LEASE)) log.lostLeases += 1;
  if (/"level":(?:"?(?:warn|error)"?|[45]0)/.test(line) && log.warnings.length < 20) log.warnings.push(line);
}
