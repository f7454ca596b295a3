import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Five simulated minutes; the command itself fails when a job is taken in twice or never, or counted as lost. */
async function fiveMinutes(): Promise<string> {
  const args = ['bench/retention-replicas.mjs', '5'];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } }).catch(
    (error: { readonly stdout: string }) => error,
  );
  return stdout;
}

describe('two replicas over one Redis, at the limit of number', () => {
  it('take in nothing again that either has let go, a restart included', async () => {
    expect(await fiveMinutes()).toMatch(/removed; taken in again 0, never 0, lost 0, drifted 0$/m);
  }, 120_000);
});
