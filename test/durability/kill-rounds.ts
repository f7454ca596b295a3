/** Kills the built gateway repeatedly at random moments and checks that nothing it showed is lost. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort } from '@gateway/testing/free-port';

import { startSimulator } from '../../apps/simulator/src/simulator.js';
import { configurationFor, SIMULATOR_ENV, startProcess } from '../support/gateway-process.js';
import { inspectStore } from './inspect-store.js';
import { Reader } from './reader.js';

/** Every 20th round reads the whole change log. */
const WHOLE_EVERY = 20;
/** The latest kill after the start of the process, and after the first response. */
const STARTING_MS = 1_500;
const RUNNING_MS = 800;

/** The moment at which a round kills its gateway. */
export interface KillMoment {
  /** Measured from the start of the process, or from its first response. */
  readonly from: 'start' | 'response';
  readonly afterMs: number;
}

/** The result of all rounds. `faults` has one sentence for each fault, with its round. */
export interface KillReport {
  readonly faults: readonly string[];
  readonly killedStarting: number;
  readonly lists: number;
  readonly events: number;
  readonly shown: number;
  readonly jobs: number;
  readonly changes: number;
}

/** The kill moments of a seed, the same in every run. One in four is measured from the start of the process. */
export function killMoments(seed: number, rounds: number): readonly KillMoment[] {
  const random = mulberry32(seed);
  return Array.from({ length: rounds }, () => {
    const from = random() < 0.25 ? 'start' : 'response';
    return { from, afterMs: Math.floor(random() * (from === 'start' ? STARTING_MS : RUNNING_MS)) };
  });
}

/** Runs one round for each moment, with the same store and simulator. Calls `onRound` after each round. */
export async function runKillRounds(
  moments: readonly KillMoment[],
  onRound: (round: number, faults: number) => void,
): Promise<KillReport> {
  const simulator = await startSimulator(BACKENDS);
  const folder = await mkdtemp(join(tmpdir(), 'gateway-kill-'));
  const port = await freePort();
  const reader = new Reader(
    `http://127.0.0.1:${port}`,
    simulator.backends.map(({ name }) => name),
  );
  const faults: string[] = [];
  let [jobs, changes, killedStarting] = [0, 0, 0];
  try {
    await writeFile(join(folder, 'gateway.yaml'), JSON.stringify(configurationFor(simulator, port, folder)));
    for (const [at, moment] of moments.entries()) {
      const hasResponded = await runRound(join(folder, 'gateway.yaml'), moment, reader, faults);
      if (!hasResponded) killedStarting += 1;
      const whole = at % WHOLE_EVERY === 0 || at === moments.length - 1;
      const inspection = await inspectStore(join(folder, 'data'), reader, whole);
      const found = [...inspection.faults, ...reader.faults.splice(0)];
      faults.push(...found.map((fault) => `round ${at + 1} (${moment.from} + ${moment.afterMs} ms): ${fault}`));
      jobs = inspection.jobs;
      if (whole) changes = inspection.changes;
      onRound(at + 1, faults.length);
    }
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  }
  return {
    faults,
    killedStarting,
    lists: reader.lists,
    events: reader.events,
    shown: reader.shown.size,
    jobs,
    changes,
  };
}

/** Starts the gateway, reads from it and kills it. Returns true if it responded before the kill. */
async function runRound(config: string, moment: KillMoment, reader: Reader, faults: string[]): Promise<boolean> {
  const gateway = startProcess(config, SIMULATOR_ENV);
  let isOver = false;
  const killIn = (ms: number): void => void setTimeout(() => gateway.kill('SIGKILL'), ms);
  const ended = gateway.ended.then((end) => {
    isOver = true;
    return end;
  });
  if (moment.from === 'start') killIn(moment.afterMs);
  const hasResponded = await reader.waitForList(() => isOver);
  if (moment.from === 'response') killIn(moment.afterMs);
  if (hasResponded) await reader.read(() => isOver);
  const { signal, stderr, stdout } = await ended;
  if (signal !== 'SIGKILL') faults.push(`the gateway ended by itself: ${stderr}`);
  faults.push(...stdout.split('\n').filter((line) => /"level":"?(error|50)"?/.test(line)));
  return hasResponded;
}

const BACKENDS = {
  backends: { ontap: 3, 'service-engine': 1, 'unified-manager': 1 },
  jobs: 10,
  churn: 120,
  latencyMs: 0,
  seed: 5,
} as const;

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
