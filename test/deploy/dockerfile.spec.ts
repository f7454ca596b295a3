/** The Dockerfile by `hadolint`, which `run.mjs` installs. test/image builds it. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { runProgram } from '../support/run-program.js';

it('follows the usual rules', async () => {
  expect(await runProgram('hadolint', ['Dockerfile'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

it('would not follow them with a base without a version', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-dockerfile-'));
  const file = join(folder, 'Dockerfile');
  const text = await readFile('Dockerfile', 'utf8');
  await writeFile(file, text.replaceAll('FROM ${NODE_IMAGE}', 'FROM node:latest'));
  expect(await runProgram('hadolint', [file])).toMatchObject({ code: 1, stdout: expect.stringContaining('DL3007') });
  await rm(folder, { recursive: true });
});
