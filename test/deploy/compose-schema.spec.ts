/**
 * docker-compose.yml by the schema of Compose in `check-jsonschema`, which `run.mjs` installs, and the configuration of Prometheus
 * by `promtool`, if it is installed.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { outputOf, type ProgramResult, runProgram } from '../support/run-program.js';

const FILE = 'docker-compose.yml';
const ifPromtool = spawnSync('promtool', ['--version']).status === 0 ? it : it.skip;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-compose-'));
});
afterAll(() => rm(folder, { recursive: true }));

function validate(file: string): Promise<ProgramResult> {
  return runProgram('check-jsonschema', ['--builtin-schema', 'vendor.compose-spec', file]);
}

it('is valid', async () => {
  expect(await validate(FILE)).toMatchObject({ code: 0 });
});

it('would not be valid with an unknown option', async () => {
  const file = join(folder, FILE);
  await writeFile(file, (await readFile(FILE, 'utf8')).replace('read_only:', 'readonly:'));
  expect(await validate(file)).toMatchObject({ code: 1 });
});

ifPromtool('gives Prometheus a valid configuration with the alert rules', async () => {
  for (const file of ['deploy/compose/prometheus.yml', 'deploy/prometheus/alerts.yaml']) {
    await copyFile(file, join(folder, basename(file)));
  }
  expect(await outputOf('promtool', ['check', 'config', join(folder, 'prometheus.yml')])).toMatch(/SUCCESS: \d+ rules/);
});
