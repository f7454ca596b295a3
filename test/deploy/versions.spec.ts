/** What must change together: the version of the project in all files that name it, and that of Node. */
import { readFile } from 'node:fs/promises';

import { subset } from 'semver';
import { parse } from 'yaml';

const text = (file: string): Promise<string> => readFile(file, 'utf8');

it('has one version: in the package, the image and the chart', async () => {
  const { version } = JSON.parse(await text('package.json'));
  const chart = parse(await text('deploy/helm/job-gateway/Chart.yaml'));
  expect([chart.version, chart.appVersion]).toEqual([version, version]);
  expect(await text('Dockerfile')).toContain(`ARG VERSION=${version}\n`);
  expect(await text('CHANGELOG.md')).toContain(`## [${version}]`);
});

it('has one newest version of Node: in the image and in the tests, and engines has it', async () => {
  const { engines } = JSON.parse(await text('package.json'));
  const newest = /NEWEST_NODE = '(.*)'/.exec(await text('scripts/node-binary.mjs'))?.[1] ?? '';
  expect(await text('Dockerfile')).toMatch(
    new RegExp(`^ARG NODE_IMAGE=docker.io/library/node:${newest}-\\w+-slim$`, 'm'),
  );
  expect(engines.node.split(' || ').at(-1)).toBe(`^${newest.split('.')[0]}.0.0`);
});

it('installs no package that does not support every version of Node that engines has', async () => {
  const { packages } = JSON.parse(await text('package-lock.json')) as {
    readonly packages: Readonly<Record<string, { readonly engines?: { readonly node?: string } }>>;
  };
  const ours = packages['']?.engines?.node ?? '';
  const without = Object.entries(packages).filter(([, { engines }]) => !subset(ours, engines?.node ?? '*'));
  expect(without.map(([path, { engines }]) => [path, engines?.node])).toEqual([]);
});
