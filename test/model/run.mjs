// The model test at length: `npm run test:long model`. `-- --seeds N` runs the seeds 1 to N (@default 150) and 20 fixed ones,
// `-- --seed N` runs one and prints its program. Two processes share the work. Before that, 10,000 random interleavings of
// polls and backend events for each kind of backend. Ends with a summary; fails when a seed does.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import '../../libs/testing/src/typescript-loader.mjs';

const PROCESSES = 2;
const PROGRESS_EVERY = 50;
const INTERLEAVINGS = 10_000;
const SEEDS = 150;
/** Run besides the first ones, however many those are. */
const FIXED = { first: 5_001, last: 5_020 };

const { values } = parseArgs({
  options: { seeds: { type: 'string' }, seed: { type: 'string' }, share: { type: 'string' } },
});
const seeds = values.seed
  ? [Number(values.seed)]
  : [...from(1, Number(values.seeds ?? SEEDS)), ...from(FIXED.first, FIXED.last)];

if (process.send) await work();
else process.exitCode = await oversee();

function from(first, last) {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** Runs this process's share of the seeds and sends each result to the process that started it. */
async function work() {
  const { RedisGround } = await import('./store-home.ts');
  const { runSeed } = await import('./run-seed.ts');
  const ground = await RedisGround.start();
  const share = seeds.filter((_, at) => at % PROCESSES === Number(values.share));
  for (const seed of share) process.send(await runSeed(seed, ground));
  await ground.stop();
  process.disconnect();
}

async function oversee() {
  if (!values.seed) await checkAllPolling();
  const begun = performance.now();
  const summary = { seeds: 0, failed: 0, commands: 0 };
  const take = (result) => {
    summary.seeds += 1;
    summary.commands += result.commands.length;
    for (const [what, count] of Object.entries(result.tally)) summary[what] = (summary[what] ?? 0) + count;
    if (result.complaints.length > 0) summary.failed += 1;
    if (result.complaints.length > 0 || values.seed) show(result);
    if (summary.seeds % PROGRESS_EVERY === 0) console.log(`${summary.seeds} seeds, ${summary.failed} failed`);
  };
  const ends = Array.from({ length: Math.min(PROCESSES, seeds.length) }, async (_, share) => {
    const given = [...process.argv.slice(2), '--share', String(share)];
    const child = fork(import.meta.filename, given, { serialization: 'json' });
    child.on('message', take);
    return once(child, 'exit');
  });
  const broken = (await Promise.all(ends)).filter(([code]) => code !== 0).length;
  console.log(summary);
  console.log(
    `${((performance.now() - begun) / 1000).toFixed(0)} s, ${summary.failed} of ${summary.seeds} seeds failed`,
  );
  return summary.failed + broken > 0 ? 1 : 0;
}

/** Rejects, which ends everything, with the smallest interleaving that loses a job. */
async function checkAllPolling() {
  const { checkPolling } = await import('./polling-property.ts');
  for (const kind of ['service-engine', 'unified-manager', 'ontap']) {
    const begun = performance.now();
    await checkPolling(kind, INTERLEAVINGS);
    console.log(`${INTERLEAVINGS} interleavings of ${kind} in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
  }
}

function show({ seed, setting, commands, complaints }) {
  console.log(`seed ${seed} (${setting})`);
  for (const command of commands) console.log(`  ${JSON.stringify(command)}`);
  for (const complaint of complaints) console.log(`  FAILED: ${complaint}`);
  console.log(`replay: npm run test:long model -- --seed ${seed}`);
}
