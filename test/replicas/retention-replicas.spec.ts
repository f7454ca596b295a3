import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

describe('two replicas over one Redis, at the maximum number of jobs', () => {
  it('store no removed job again, and miss no job', async () => {
    // Simulates six minutes. The command fails if any of these counts is not 0.
    const { stdout } = await run(process.execPath, ['bench/retention-replicas.mjs', '6'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    }).catch((error: { readonly stdout: string }) => error);
    expect(stdout).toMatch(/ removed; stored again 0, never stored 0, missed outcomes 0, drifted 0$/m);
  });
});
