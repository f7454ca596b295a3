/** The unit of systemd. Needs `systemd-analyze`, but no running systemd. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { outputOf, runProgram } from '../support/run-program.js';

const UNIT = 'deploy/systemd/job-gateway.service';
/** systemd's exposure of a unit, from 0 (safe) to 10. */
const MOST_EXPOSURE = 2.5;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gateway-unit-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('has no fault', async () => {
  // The program is not installed here.
  const unit = (await readFile(UNIT, 'utf8')).replace('ExecStart=job-gateway', `ExecStart=${process.execPath}`);
  const file = join(folder, 'job-gateway.service');
  await writeFile(file, unit);
  expect(await runProgram('systemd-analyze', ['verify', '--man=no', file])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

it('does not start a gateway again that a person must correct first, and any other for as long as it takes', async () => {
  const unit = await readFile(UNIT, 'utf8');
  for (const line of ['Restart=on-failure', 'RestartPreventExitStatus=2', 'StartLimitIntervalSec=0']) {
    expect(unit.split('\n')).toContain(line);
  }
});

it('survives a reload before the program handles the signal', async () => {
  expect((await readFile(UNIT, 'utf8')).split('\n')).toContain('RestartForceExitStatus=SIGHUP');
});

it('is confined', async () => {
  const threshold = `--threshold=${MOST_EXPOSURE * 10}`;
  const text = await outputOf('systemd-analyze', ['security', '--no-pager', '--offline=true', threshold, UNIT]);
  expect(Number(/Overall exposure level for \S+: ([\d.]+)/.exec(text)?.[1])).toBeLessThan(MOST_EXPOSURE);
});
