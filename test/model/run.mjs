// The long model test: `npm run test:long model`. Runs random interleavings of polls and backend events for each kind of
// backend, and meanwhile the seeds 1 to N and 20 fixed ones in two processes. `-- --interleavings N` sets the number for each
// kind (@default 1,000), `-- --seeds N` that of the seeds (@default 80); `-- --seed N` runs only that seed and prints its
// program. Prints a summary at the end. Exits with 1 if an interleaving or a seed fails.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import '../../libs/testing/src/typescript-loader.mjs';

const PROCESSES = 2;
const PROGRESS_EVERY = 50;
const INTERLEAVINGS = 1_000;
const SEEDS = 80;
/** These seeds run in addition to the seeds 1 to N. */
const FIXED = { first: 5_001, last: 5_020 };

const { values } = parseArgs({
  options: {
    interleavings: { type: 'string' },
    seeds: { type: 'string' },
    seed: { type: 'string' },
    share: { type: 'string' },
  },
});
const seeds = values.seed
  ? [Number(values.seed)]
  : [...from(1, Number(values.seeds ?? SEEDS)), ...from(FIXED.first, FIXED.last)];

const interleavings = Number(values.interleavings ?? INTERLEAVINGS);

if (process.send) await runShare();
else process.exitCode = await runAll();

function from(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** Runs this process's share of the seeds and sends each result to the process that started it. */
async function runShare() {
  const { ModelRedis } = await import('./store-fixture.ts');
  const { runSeed } = await import('./run-seed.ts');
  const redis = await ModelRedis.start();
  const share = seeds.filter((_, at) => at % PROCESSES === Number(values.share));
  for (const seed of share) process.send(await runSeed(seed, redis));
  await redis.stop();
  process.disconnect();
}

async function runAll() {
  const polling = values.seed ? undefined : checkAllPolling();
  const began = performance.now();
  const summary = { seeds: 0, failed: 0, commands: 0 };
  const add = (result) => {
    summary.seeds += 1;
    summary.commands += result.commands.length;
    for (const [what, count] of Object.entries(result.counts)) summary[what] = (summary[what] ?? 0) + count;
    if (result.violations.length > 0) summary.failed += 1;
    if (result.violations.length > 0 || values.seed) show(result);
    if (summary.seeds % PROGRESS_EVERY === 0) console.log(`${summary.seeds} seeds, ${summary.failed} failed`);
  };
  const ends = Array.from({ length: Math.min(PROCESSES, seeds.length) }, async (_, share) => {
    const args = [...process.argv.slice(2), '--share', String(share)];
    const child = fork(import.meta.filename, args, { serialization: 'json' });
    child.on('message', add);
    return once(child, 'exit');
  });
  // A failed interleaving ends the run.
  const crashed = (await Promise.all([Promise.all(ends), polling]))[0].filter(([code]) => code !== 0).length;
  console.log(summary);
  console.log(
    `${((performance.now() - began) / 1000).toFixed(0)} s, ${summary.failed} of ${summary.seeds} seeds failed`,
  );
  return summary.failed + crashed > 0 ? 1 : 0;
}

/** Rejects with the smallest interleaving that loses a job; that ends the whole run. */
async function checkAllPolling() {
  const { checkPolling } = await import('./polling-property.ts');
  for (const kind of ['service-engine', 'unified-manager', 'ontap']) {
    const began = performance.now();
    await checkPolling(kind, interleavings);
    console.log(`${interleavings} interleavings of ${kind} in ${((performance.now() - began) / 1000).toFixed(0)} s`);
  }
}

function show({ seed, setting, commands, violations }) {
  console.log(`seed ${seed} (${setting})`);
  for (const command of commands) console.log(`  ${JSON.stringify(command)}`);
  for (const violation of violations) console.log(`  FAILED: ${violation}`);
  console.log(`replay: npm run test:long model -- --seed ${seed}`);
}
