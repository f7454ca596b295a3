import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Environment, readEnvironment } from '../environment.js';
import { type OpenedTarget, openTarget, readConfig } from './open-target.js';
import { writePrivateFile } from './private-files.js';

let folder: string;
let environment: Environment;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jobs-contexts-'));
  environment = readEnvironment({ HOME: folder, XDG_CONFIG_HOME: folder });
});
afterEach(() => rm(folder, { recursive: true }));

function open(text: string, more: Partial<Environment> = {}): OpenedTarget {
  writePrivateFile(environment.configFile, text);
  return openTarget({}, { ...environment, ...more }, readConfig(environment));
}

const LAB =
  'current: lab\ncontexts: { lab: { url: "http://127.0.0.1:8080/", token_file: ~/lab.token, filter: state=running } }';

it('writes files that only the owner can read', async () => {
  writePrivateFile(environment.configFile, LAB);
  expect((await stat(environment.configFile)).mode & 0o777).toBe(0o600);
});

it('reads the token of a context from its file', async () => {
  await writeFile(join(folder, 'lab.token'), 'jgw_abc\n', { mode: 0o600 });
  expect(open(LAB)).toEqual({
    target: { url: 'http://127.0.0.1:8080', context: 'lab', token: 'jgw_abc', ca: undefined },
    filters: { state: 'running' },
  });
});

it('prefers the token of the environment', async () => {
  await writeFile(join(folder, 'other'), 'jgw_file\n');
  expect(open(LAB, { token: 'jgw_env', tokenFile: join(folder, 'other') }).target.token).toBe('jgw_env');
  expect(open(LAB, { tokenFile: join(folder, 'other') }).target.token).toBe('jgw_file');
});

it('refuses a token that others can read, in its own file or in the file of contexts', async () => {
  await writeFile(join(folder, 'lab.token'), 'jgw_abc\n');
  await chmod(join(folder, 'lab.token'), 0o640);
  expect(() => open(LAB)).toThrow(`others can read ${join(folder, 'lab.token')}, which has a token`);
  writePrivateFile(environment.configFile, 'contexts: { a: { url: "http://127.0.0.1", token: t } }');
  await chmod(environment.configFile, 0o644);
  expect(() => readConfig(environment)).toThrow(`others can read ${environment.configFile}`);
});

it('refuses a file without a token', async () => {
  await writeFile(join(folder, 'lab.token'), '\n', { mode: 0o600 });
  expect(() => open(LAB)).toThrow('has no token');
});
