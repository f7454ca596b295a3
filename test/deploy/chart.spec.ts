/** The Helm chart: rendered by Helm, and checked against the schemas of Kubernetes. `run.mjs` installs both programs. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseAllDocuments } from 'yaml';

import { ConfigError } from '../../libs/config/src/config-error.js';
import { loadConfig } from '../../libs/config/src/testing/config-folder.js';
import { outputOf, type ProgramResult, runProgram } from '../support/run-program.js';

const CHART = 'deploy/helm/job-gateway';
const HELM = process.env['HELM'] ?? 'helm';
const VALIDATE = 'kubernetes-validate';
/** The oldest and the newest version that the chart is checked for. */
const VERSIONS = ['1.27', '1.35'];
/** A Helm that is built from its module takes an old version for the default one. */
const KUBERNETES = ['--kube-version', '1.35.0'];
/** What only an extension of Kubernetes has a schema for. */
const EXTENSIONS = ['ServiceMonitor'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-chart-'));
});
afterAll(() => rm(folder, { recursive: true }));

function render(...args: readonly string[]): Promise<ProgramResult> {
  return runProgram(HELM, ['template', 'gateway', CHART, '--namespace', 'storage', ...KUBERNETES, ...args]);
}

/** The rendered manifests, by kind. */
async function manifests(...args: readonly string[]) {
  const { code, stderr, stdout } = await render(...args);
  expect([code, stderr]).toEqual([0, '']);
  const all = parseAllDocuments(stdout).map((document) => document.toJS());
  return new Map(all.map((each) => [String(each.kind), each]));
}

/** The paths of the faults of a configuration. */
function faultsOf(load: () => unknown): string[] {
  try {
    load();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ path }) => path);
  }
}

/** The sections that the error for an unknown one lists. */
function sectionsIn(load: () => unknown): string[] {
  try {
    load();
  } catch (error) {
    const [, list = ''] = /unknown key, expected (.*)$/m.exec((error as Error).message) ?? [];
    return list.split(/, | or /);
  }
  return [];
}

const valuesOf = (name: string): string[] => (name === 'defaults' ? [] : ['--values', join(CHART, 'ci', name)]);

it('has no fault that helm lint finds', async () => {
  const { code, stderr, stdout } = await runProgram(HELM, ['lint', '--strict', ...KUBERNETES, CHART]);
  expect([code, stderr, stdout]).toEqual([0, '', expect.stringContaining('0 chart(s) failed')]);
});

it('renders valid manifests for every set of values', async () => {
  const sets = ['defaults', ...(await readdir(join(CHART, 'ci')))];
  expect(sets).toHaveLength(3);
  for (const name of sets) {
    const rendered = await manifests(...valuesOf(name));
    for (const [kind, manifest] of rendered) {
      if (!EXTENSIONS.includes(kind)) await writeFile(join(folder, `${name}-${kind}.yaml`), JSON.stringify(manifest));
    }
  }
  const files = (await readdir(folder)).map((name) => join(folder, name));
  expect(files.length).toBeGreaterThan(10);
  for (const version of VERSIONS) await outputOf(VALIDATE, ['--strict', '--kubernetes-version', version, ...files]);
});

it('would not accept a manifest with an unknown field', async () => {
  const deployment = (await manifests()).get('Deployment');
  const wrong = join(folder, 'wrong.json');
  await writeFile(wrong, JSON.stringify({ ...deployment, spec: { ...deployment?.spec, replica: 2 } }));
  const [version = ''] = VERSIONS;
  expect((await runProgram(VALIDATE, ['--strict', '--kubernetes-version', version, wrong])).code).not.toBe(0);
});

it('gives the gateway a configuration that it accepts', async () => {
  const file = join(folder, 'gateway.yaml');
  for (const name of ['defaults', 'redis-values.yaml']) {
    await writeFile(file, (await manifests(...valuesOf(name))).get('ConfigMap').data['gateway.yaml']);
    expect(loadConfig(file, { REDIS_URL: 'redis://redis:6379' })).toMatchObject({
      server: { host: '0.0.0.0', port: 8080 },
      store: { kind: 'redis' },
      shutdown: { delayMs: 5_000 },
    });
  }
  // The files of the secrets are not here; nothing else is wrong.
  await writeFile(file, (await manifests(...valuesOf('embedded-values.yaml'))).get('ConfigMap').data['gateway.yaml']);
  const faults = faultsOf(() => loadConfig(file, {}));
  expect(faults.sort()).toEqual(['server.tls.cert_file', 'server.tls.key_file', 'sources[0].auth.basic.password_file']);
});

it('knows every section of the configuration, and nothing else', async () => {
  const { properties } = JSON.parse(await readFile(join(CHART, 'values.schema.json'), 'utf8')).properties.config;
  const file = join(folder, 'gateway.yaml');
  await writeFile(file, 'planted: 1\n');
  const expected = Object.keys(properties).sort().join();
  expect(
    sectionsIn(() => loadConfig(file, {}))
      .sort()
      .join(),
  ).toBe(expected);
});

it('leaves out the default URL of Redis beside Sentinels', async () => {
  const sentinel = ['master=jobs', 'nodes[0]=redis://sentinel:26379'];
  const args = sentinel.flatMap((each) => ['--set', `config.store.sentinel.${each}`]);
  const file = join(folder, 'gateway.yaml');
  await writeFile(file, (await manifests(...args)).get('ConfigMap').data['gateway.yaml']);
  expect(faultsOf(() => loadConfig(file, {}))).toEqual([]);
});

it('runs as a user without rights, over files that are read-only', async () => {
  const { spec } = (await manifests()).get('Deployment')?.spec.template ?? {};
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
  expect(spec.automountServiceAccountToken).toBe(false);
  expect(spec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

it('has a budget of disruptions for several replicas, and a disk for one', async () => {
  const [several, one] = [await manifests(), await manifests(...valuesOf('embedded-values.yaml'))];
  expect([several.has('PodDisruptionBudget'), several.has('PersistentVolumeClaim')]).toEqual([true, false]);
  expect([one.has('PodDisruptionBudget'), one.has('PersistentVolumeClaim')]).toEqual([false, true]);
  expect(one.get('Deployment')?.spec.strategy.type).toBe('Recreate');
});

it('uses HTTPS everywhere if there is a certificate', async () => {
  const rendered = await manifests(...valuesOf('embedded-values.yaml'));
  const [container] = rendered.get('Deployment')?.spec.template.spec.containers ?? [];
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    expect(container[probe].httpGet).toMatchObject({ scheme: 'HTTPS', port: 'https' });
  }
  expect(rendered.get('ServiceMonitor')?.spec.endpoints).toMatchObject([
    { scheme: 'https', port: 'https', authorization: { credentials: { name: 'gateway-metrics', key: 'token' } } },
  ]);
  expect(rendered.get('ConfigMap')?.data['gateway.yaml']).toContain('cert_file: /etc/job-gateway-tls/tls.crt');
});

it('restarts the replicas for the sections that need it, and for no others', async () => {
  const checksum = async (...args: readonly string[]): Promise<string> =>
    (await manifests(...args)).get('Deployment')?.spec.template.metadata.annotations['checksum/restart'];
  const before = await checksum();
  expect(await checksum('--set', 'config.sources[0].name=east', '--set', 'config.access.anonymous=viewer')).toBe(
    before,
  );
  expect(await checksum('--set', 'config.shutdown.delay=9s')).not.toBe(before);
});

it.each([
  [['--set', 'config.store.kind=embedded'], 'replicas: expected 1 with config.store.kind embedded, got 2'],
  [['--set', 'config.server.host=127.0.0.1'], 'config.server.host: expected an address that the service reaches'],
  [['--set', 'config.server.host=127.0.0.5'], 'config.server.host: expected an address that the service reaches'],
  [['--set', 'config.server.tls.client_ca_file=ca.pem'], 'config.server.tls: expected tls.secretName too'],
  [['--set', 'config.audit.file=audit.jsonl'], 'config.audit.file: expected config.store.kind embedded'],
  [['--set', 'config.shutdown.delay=1m'], 'terminationGracePeriodSeconds: expected at least 70'],
  [['--set', 'terminationGracePeriodSeconds=14'], 'expected at least 15, config.shutdown.delay plus 10 s, got 14'],
  [['--set', 'replica=3'], 'replica'],
  [['--set', 'config.surver.port=8080'], "additional properties 'surver' not allowed"],
  [['--set', 'tls=null'], "missing property 'tls'"],
  [['--set', 'serviceMonitor.interval=soon'], '/serviceMonitor/interval'],
])('rejects values that cannot work: %j', async (args, message) => {
  const { code, stderr } = await render(...args);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});
