import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('two replicas over one Redis, at the limit of number', () => {
  it('take in nothing again that either has let go, and miss nothing', async () => {
    // Five simulated minutes; the command fails when anything is wrong.
    const { stdout } = await run(process.execPath, ['bench/retention-replicas.mjs', '5'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toMatch(/ 0 of them taken in again/);
  }, 120_000);
});
