/** docker-compose.yml and the files that it mounts. No engine runs here; compose-schema.spec.ts checks the form of the file. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parse } from 'yaml';

import { readArguments } from '../../apps/gateway/src/process/arguments.js';
import { readOptions } from '../../apps/simulator/src/command-line.js';
import { startSimulator } from '../../apps/simulator/src/simulator.js';
import { loadConfig } from '../../libs/config/src/testing/config-folder.js';

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly tmpfs?: readonly string[];
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports: readonly string[];
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly depends_on?: Readonly<Record<string, object>>;
}

const text = await readFile('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
};
const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name] as Service;

it('has two replicas of one image, with Redis, simulated backends, Prometheus and Grafana', () => {
  expect(services.map(([name]) => name).sort()).toEqual([
    ...['gateway-1', 'gateway-2', 'grafana', 'prometheus', 'redis', 'simulator'],
  ]);
  const { build, ...first } = service('gateway-1');
  expect(build).toBe('.');
  expect(service('gateway-2')).toEqual({ ...first, ports: ['127.0.0.1:8081:8080'] });
  expect(services.filter(([, each]) => each.build !== undefined)).toHaveLength(1);
});

it.each(services)('%s publishes on loopback only, writes to volumes only, and has an exact version', (_name, each) => {
  for (const port of each.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  expect([each.read_only, each.cap_drop]).toEqual([true, ['ALL']]);
  expect(each.image).toMatch(/^(job-gateway|.*:v?\d+\.\d+(\.\d+)?(-alpine)?)$/);
});

it('leaves no volume without a name', async () => {
  const [, path] = /^VOLUME (\S+)$/m.exec(await readFile('Dockerfile', 'utf8')) ?? [];
  for (const [, { image, tmpfs }] of services) if (image === 'job-gateway') expect(tmpfs).toEqual([path]);
});

it.each(services)('%s mounts files and volumes that exist, and waits for services that exist', (_name, each) => {
  for (const volume of each.volumes ?? []) {
    const [source = ''] = volume.split(':');
    expect([source, source.startsWith('./') ? existsSync(source) : source in compose.volumes]).toEqual([source, true]);
  }
  for (const name of Object.keys(each.depends_on ?? {})) expect(Object.keys(compose.services)).toContain(name);
});

it('starts the gateways with a valid configuration, whose sources are the simulated backends', async () => {
  const { command = [], volumes: [mount = ''] = [] } = service('gateway-1');
  expect(mount).toMatch(/^\.\/deploy\/compose\/gateway:\/etc\/job-gateway:ro$/);
  expect(readArguments(command)).toMatchObject({ place: { config: '/etc/job-gateway/gateway.yaml' } });
  const config = loadConfig('deploy/compose/gateway/gateway.yaml', {});
  expect(config).toMatchObject({ server: { host: '0.0.0.0', port: 8080 }, store: { kind: 'redis' }, warnings: [] });

  const { host, port = 0, ...options } = readOptions(service('simulator').command ?? []);
  expect(host).toBe('0.0.0.0');
  const simulator = await startSimulator({ ...options, port: 0 });
  const served = simulator.backends.map(({ kind, name }, index) => [
    kind,
    name,
    `http://simulator:${port + 1 + index}`,
  ]);
  await simulator.close();
  expect(config.sources.map(({ connection, source }) => [source.kind, source.name, connection.url])).toEqual(served);
});

it('lets Prometheus scrape both replicas under the name of the rules, and Grafana show its data', async () => {
  const { rule_files: rules, scrape_configs: jobs } = parse(await readFile('deploy/compose/prometheus.yml', 'utf8'));
  expect(jobs).toMatchObject([
    { job_name: 'job-gateway', static_configs: [{ targets: ['gateway-1:8080', 'gateway-2:8080'] }] },
  ]);
  const mounted = service('prometheus').volumes?.map((volume) => volume.split(':')[1]);
  expect(mounted).toContain(join('/etc/prometheus', rules[0]));
  const { datasources } = parse(await readFile('deploy/compose/grafana/datasources/prometheus.yaml', 'utf8'));
  expect(datasources).toMatchObject([{ type: 'prometheus', url: 'http://prometheus:9090', isDefault: true }]);
});
