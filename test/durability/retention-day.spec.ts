import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Simulates eight hours of a small gateway. The command fails if a size grows, or a job is lost or kept too long. */
async function runHours(store: string, by: string): Promise<string> {
  const sizes = ['--jobs', '300', '--minutes', '480', '--log', '1000'];
  const args = ['bench/retention-day.mjs', ...sizes, '--store', store, '--by', by];
  const { stdout } = await run(process.execPath, args, { env: { ...process.env, NODE_OPTIONS: '' } }).catch(
    (error: { readonly stdout: string }) => error,
  );
  return stdout;
}

describe('over hours of churn with retention', () => {
  it.each(['age', 'number'])('memory, disk and change log of the embedded store stay flat, by %s', async (by) => {
    expect(await runHours('embedded', by)).toMatch(/^flat, 1440 jobs ended/m);
  });
});
