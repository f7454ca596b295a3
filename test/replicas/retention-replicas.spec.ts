import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('two replicas over one Redis, at the limit of number', () => {
  it('take in nothing again that either has let go, and miss nothing', async () => {
    // Six simulated minutes; the command fails when anything is wrong.
    const { stdout } = await run(process.execPath, ['bench/retention-replicas.mjs', '6'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toMatch(/ removed; stored again 0, never stored 0, lost 0, drifted 0$/m);
  }, 120_000);
});
