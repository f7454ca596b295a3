/**
 * Loaded into the gateway with `--import`: records how long the event loop is delayed, how much of that the main thread ran
 * (the rest it waited for the core), and how long garbage collections pause it. Answers each message of the parent process
 * with the figures since the last one, in ms.
 */
import { Buffer } from 'node:buffer';
import { openSync, readSync } from 'node:fs';
import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setInterval } from 'node:timers';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 1;
const NANOSECONDS = 1e6;

// Worker threads load this file too.
if (isMainThread) answerWithFigures();

function answerWithFigures() {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  const pauses = [];
  const note = (entries) => {
    for (const { detail, duration } of entries) pauses.push({ kind: detail.kind, ms: duration });
  };
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  delays.enable();
  const turns = recordTurns();
  process.on('message', () => {
    note(observer.takeRecords());
    process.send({ ...delayFigures(delays), ...pauseFigures(pauses), ranMax: turns.longest });
    pauses.length = 0;
    turns.longest = 0;
    delays.reset();
  });
  process.channel.unref();
}

/** The longest time that the main thread ran between two turns of the event loop, by the scheduler of Linux. */
function recordTurns() {
  const file = openSync('/proc/self/schedstat');
  const bytes = Buffer.alloc(64);
  const ranMs = () => Number(bytes.toString('latin1', 0, readSync(file, bytes, 0, 64, 0)).split(' ')[0]) / NANOSECONDS;
  const turns = { longest: 0 };
  let last = ranMs();
  setInterval(() => {
    const now = ranMs();
    turns.longest = Math.max(turns.longest, now - last);
    last = now;
  }, RESOLUTION_MS).unref();
  return turns;
}

function delayFigures(delays) {
  const inMs = (nanoseconds) => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS);
  return { delayMax: inMs(delays.max), delayP99: inMs(delays.percentile(99)) };
}

function pauseFigures(pauses) {
  const longest = (chosen) => Math.max(0, ...chosen.map(({ ms }) => ms));
  const major = pauses.filter(({ kind }) => kind === constants.NODE_PERFORMANCE_GC_MAJOR);
  return { gcMax: longest(pauses), gcMajorMax: longest(major), gcCount: pauses.length };
}
