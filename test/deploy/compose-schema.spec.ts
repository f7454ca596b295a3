/** The form of docker-compose.yml, by the schema of Compose in `check-jsonschema`, which `run.mjs` installs. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type ProgramResult, runProgram } from '../support/run-program.js';

const FILE = 'docker-compose.yml';

function validate(file: string): Promise<ProgramResult> {
  return runProgram('check-jsonschema', ['--builtin-schema', 'vendor.compose-spec', file]);
}

it('is valid', async () => {
  expect(await validate(FILE)).toMatchObject({ code: 0 });
});

it('would not be valid with an unknown option', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-compose-'));
  const file = join(folder, FILE);
  await writeFile(file, (await readFile(FILE, 'utf8')).replace('read_only:', 'readonly:'));
  expect(await validate(file)).toMatchObject({ code: 1 });
  await rm(folder, { recursive: true });
});
