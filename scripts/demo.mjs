// The demo: starts simulated backends and a gateway for them, and prints commands to try. Needs `npm run build` first.
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values: options } = parseArgs({ options: { port: { type: 'string', default: '8080' } } });
if (!/^\d{1,5}$/.test(options.port)) {
  console.error(`--port must be a number such as 8081, got ${JSON.stringify(options.port)}`);
  process.exit(1);
}
const gatewayUrl = `http://127.0.0.1:${options.port}`;
const folder = await mkdtemp(join(tmpdir(), 'job-gateway-demo-'));
/** The sources that the operator may act on. */
const OPERATOR_SOURCES = 'source.name=north|west|um1-cluster*';
/** The clusters of the Unified Manager. */
const MANAGED = 36;
/** How long the simulated clusters keep finished jobs: shorter than ONTAP, so that outages of the demo leave gaps. */
const KEPT_SECONDS = 30;
/** How all clusters are polled. */
const OF_CLUSTERS = { finished_job_ttl: `${KEPT_SECONDS}s`, timeout: '10s' };
/** Actions per second for each source: few, so that there is time to stop an action on many jobs. */
const ACTION_RATE = 1;
/** Times of the outages of one cluster after another, in ms. */
const OUTAGE = { first: 20_000, lasts: 60_000, every: 180_000 };
const tokens = { operator: newToken(), admin: newToken() };
const children = [];
let stopping = false;

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);

try {
  const simulator = start('simulator', [
    ...['--port', '0', '--jobs', '12', '--churn', '8', '--managed', String(MANAGED)],
    ...['--retention', String(KEPT_SECONDS)],
  ]);
  const { control, backends } = await firstLine(simulator);
  const config = join(folder, 'gateway.yaml');
  await writeFile(config, JSON.stringify(configuration(backends), undefined, 2));
  // The tour stays in sight: the log has a line for each of the sources at the start.
  start('gateway', ['--config', config, '--log-level', 'warn'], { SIMULATOR_PASSWORD: 'simulator' }, 'inherit');
  await listening();
  console.log(tour(control, backends));
  void breakAndRepair(control);
} catch (error) {
  if (!stopping) {
    console.error(`The demo could not start: ${error.message}`);
    process.exitCode = 1;
    stop();
  }
}

function start(app, args, env = {}, stdout = 'pipe') {
  const child = spawn(process.execPath, [`dist/apps/${app}/src/main.js`, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', stdout, 'inherit'],
  });
  children.push(child);
  child.once('exit', (code) => {
    if (stopping) return;
    console.error(`The ${app} ended with code ${code}.`);
    process.exitCode = 1;
    stop();
  });
  return child;
}

async function firstLine(child) {
  for await (const line of createInterface({ input: child.stdout })) return JSON.parse(line);
  throw new Error('the simulator ended before it was listening');
}

function configuration(backends) {
  return {
    server: { host: '127.0.0.1', port: Number(options.port) },
    access: {
      anonymous: 'viewer',
      tokens: [
        // Two rules for one token add up.
        { name: 'demo operator', sha256: sha256(tokens.operator), role: 'viewer' },
        { name: 'demo operator', sha256: sha256(tokens.operator), role: 'operator', sources: OPERATOR_SOURCES },
        { name: 'demo admin', sha256: sha256(tokens.admin), role: 'admin' },
      ],
    },
    store: { kind: 'embedded', path: join(folder, 'data') },
    actions: { rate: ACTION_RATE },
    sources: backends.map(({ name, kind, url, username }) => ({
      name,
      kind,
      url,
      auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
      poll: { interval: '2s', ...(kind === 'ontap' && OF_CLUSTERS) },
      labels: { site: 'demo' },
      ...(kind === 'unified-manager' && {
        discover: {
          clusters: true,
          interval: '10s',
          poll: { interval: '5s', ...OF_CLUSTERS },
          labels: { site: 'fleet' },
        },
      }),
    })),
  };
}

/** Lets one managed cluster after another fail for a while. */
async function breakAndRepair(control) {
  await pause(OUTAGE.first);
  for (let number = 7; !stopping; number = (number % MANAGED) + 1) {
    const fault = `${control}/backends/um1-cluster${number}/fault`;
    await send('PUT', fault, '{"kind":"down"}');
    await pause(OUTAGE.lasts);
    await send('DELETE', fault);
    await pause(OUTAGE.every - OUTAGE.lasts);
  }
}

function pause(ms) {
  return delay(ms, undefined, { ref: false });
}

async function send(method, url, body) {
  const headers = body && { 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, body }).catch((error) => error);
  if (!response.ok && !stopping)
    console.error(`The demo could not change a fault: ${response.status ?? response.message}`);
}

function newToken() {
  return `jgw_${randomBytes(32).toString('base64url')}`;
}

/** The configuration holds no token, only this. */
function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}

async function listening() {
  while (!stopping) {
    const response = await fetch(`${gatewayUrl}/health/ready`).catch((error) => error);
    if (response.ok) return;
    await delay(100);
  }
  throw new Error('stopped');
}

function tour(control, backends) {
  return `
Open ${gatewayUrl}/ in a browser.

The gateway serves ${backends.length} simulated backends (${backends.map(({ name }) => name).join(', ')}) and the ${MANAGED} clusters
that um1 manages. Every three minutes, one of these does not answer for a minute. Everybody may read. Tokens of this run, to sign
in on the page and for another terminal:

  OPERATOR=${tokens.operator}   # may act on jobs of north, west and the managed clusters
  ADMIN=${tokens.admin}   # may do everything

List jobs and sources, count jobs, and watch changes:

  curl -s '${gatewayUrl}/api/jobs?max_records=5&fields=id,state,description'
  curl -s '${gatewayUrl}/api/jobs?state=running|queued&fields=id,state'
  curl -s '${gatewayUrl}/api/sources'
  curl -s '${gatewayUrl}/api/jobs/summary?group_by=source.name,state'
  curl -sN '${gatewayUrl}/api/jobs/watch?source.kind=ontap'

The same jobs for ONTAP clients:

  curl -s '${gatewayUrl}/api/cluster/jobs?fields=state,message,code&max_records=3'

Find a running job of north, cancel it by its id, and see who did it:

  curl -s '${gatewayUrl}/api/jobs?state=running&source.name=north&description=Cluster*Backup*&fields=id'
  curl -s -X PATCH -H "Authorization: Bearer $OPERATOR" '${gatewayUrl}/api/jobs/<id>?action=cancel'
  curl -s -H "Authorization: Bearer $ADMIN" '${gatewayUrl}/api/actions?fields=time,by.name,action,outcome,job.id'

Stop a backend and start it again. While it is down, lists still work and name it in stale_sources:

  curl -s -X PUT -H 'content-type: application/json' -d '{"kind":"down"}' ${control}/backends/east/fault
  curl -s -X DELETE ${control}/backends/east/fault

The API documentation is at ${gatewayUrl}/docs. Press Ctrl-C to end the demo.
`;
}

async function stop() {
  if (stopping) return;
  stopping = true;
  const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  for (const child of running) child.kill('SIGTERM');
  await Promise.all(running.map((child) => once(child, 'exit')));
  await rm(folder, { recursive: true, force: true });
}
