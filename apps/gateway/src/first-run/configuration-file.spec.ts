import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type FolderHome, makeFolder } from '../../../../test/support/home.js';
import { configurationFile, firstRunLines, writeFirstConfiguration } from './configuration-file.js';

let home: FolderHome;
let config: string;
let folder: string;

beforeEach(async () => {
  home = await makeFolder();
  [config, folder] = [join(home.path, 'etc/gateway.yaml'), join(home.path, 'data')];
});
afterEach(() => home.remove());

describe('the configuration file', () => {
  it('is the given one if it exists, else that of the first run', async () => {
    expect(await configurationFile({ config, folder })).toBe(join(folder, 'gateway.yaml'));
    expect(await configurationFile({ config, folder: undefined })).toBe(config);
    await mkdir(join(home.path, 'etc'));
    await writeFile(config, '');
    expect(await configurationFile({ config, folder })).toBe(config);
  });

  it('is the given one also if that is not a file that can be read', async () => {
    await mkdir(config, { recursive: true });
    expect(await configurationFile({ config, folder })).toBe(config);
    const link = join(home.path, 'etc/link.yaml');
    await symlink('nowhere', link);
    expect(await configurationFile({ config: link, folder })).toBe(link);
  });
});

describe('the configuration of a first run', () => {
  // That it is valid: test/e2e/process-first-run.spec.ts.
  it('has the SHA-256 of the token only, and is readable by its owner only', async () => {
    const file = join(folder, 'gateway.yaml');
    const token = (await writeFirstConfiguration(file)) ?? '';
    const text = await readFile(file, 'utf8');
    expect(token).toMatch(/^jgw_/);
    expect(text).not.toContain(token);
    expect(firstRunLines(file, token).filter((line) => line.includes(token))).toEqual([`  ${token}`]);
    expect(text).toContain(createHash('sha256').update(token).digest('hex'));
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('is written once', async () => {
    const file = join(folder, 'gateway.yaml');
    await writeFirstConfiguration(file);
    const text = await readFile(file, 'utf8');
    expect(await writeFirstConfiguration(file)).toBeUndefined();
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('is an error of the argument if it cannot be written', async () => {
    await writeFile(folder, 'a file');
    await expect(writeFirstConfiguration(join(folder, 'gateway.yaml'))).rejects.toThrow(
      /--first-run: expected a folder in which the gateway can write gateway\.yaml, got ".*" \((EEXIST|ENOTDIR)\)/,
    );
  });
});
