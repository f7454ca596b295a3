// The demo: starts simulated backends and a gateway for them, and prints commands to try. Needs `npm run build` first.
import { spawn } from 'node:child_process';
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
const children = [];
let stopping = false;

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.on('SIGHUP', stop);

try {
  const simulator = start('simulator', ['--port', '0', '--jobs', '12', '--churn', '20']);
  const { control, backends } = await firstLine(simulator);
  const config = join(folder, 'gateway.yaml');
  await writeFile(config, JSON.stringify(configuration(backends), undefined, 2));
  start('gateway', ['--config', config], { SIMULATOR_PASSWORD: 'simulator' }, 'inherit');
  await listening();
  console.log(tour(control, backends));
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
    store: { kind: 'embedded', path: join(folder, 'data') },
    sources: backends.map(({ name, kind, url, username }) => ({
      name,
      kind,
      url,
      auth: { basic: { username, password: '${SIMULATOR_PASSWORD}' } },
      poll: { interval: '2s' },
      labels: { site: 'demo' },
    })),
  };
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
  const cluster = backends.find(({ kind }) => kind === 'ontap').name;
  return `
The gateway runs at ${gatewayUrl} for ${backends.length} simulated backends: ${backends.map(({ name }) => name).join(', ')}.
Try, in another terminal:

  curl -s '${gatewayUrl}/api/jobs?max_records=5&fields=id,state,description'
  curl -s '${gatewayUrl}/api/jobs?state=running|queued&fields=id,state'
  curl -s '${gatewayUrl}/api/jobs?source.name=${cluster}&max_records=3'
  curl -s '${gatewayUrl}/api/sources'

Watch changes, and count jobs:

  curl -sN '${gatewayUrl}/api/jobs/watch?source.kind=ontap'
  curl -s '${gatewayUrl}/api/jobs/summary?group_by=source.name,state'

The same jobs for ONTAP clients:

  curl -s '${gatewayUrl}/api/cluster/jobs?fields=state,message,code&max_records=3'

List running ONTAP jobs, and cancel one of them by its id:

  curl -s '${gatewayUrl}/api/jobs?state=running&source.kind=ontap&fields=id'
  curl -s -X PATCH '${gatewayUrl}/api/jobs/<id>?action=cancel'

Stop a backend and start it again. While it is down, lists still work and name it in stale_sources:

  curl -s -X PUT -H 'content-type: application/json' -d '{"kind":"down"}' ${control}/backends/${cluster}/fault
  curl -s -X DELETE ${control}/backends/${cluster}/fault

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
