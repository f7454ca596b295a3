/** The simulator as a program: reads the command line, prints all addresses as JSON and runs until SIGINT or SIGTERM. */
import { readOptions, UsageError } from './command-line.js';
import { startSimulator } from './simulator.js';

async function run(): Promise<void> {
  const simulator = await startSimulator(readOptions(process.argv.slice(2)));
  const backends = simulator.backends.map(({ name, kind, url, username }) => ({ name, kind, url, username }));
  process.stdout.write(`${JSON.stringify({ control: simulator.controlUrl, backends })}\n`);
  const stop = (): void => {
    void simulator.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

run().catch((error: unknown) => {
  const isExpected = error instanceof UsageError || (error instanceof Error && 'code' in error);
  process.stderr.write(`simulator: ${isExpected ? error.message : String((error as Error).stack ?? error)}\n`);
  process.exitCode = 1;
});
