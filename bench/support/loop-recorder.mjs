/**
 * Loaded into the gateway with `--import`: records how long the event loop is delayed and how long garbage collections
 * pause it. Answers each message of the parent process with the figures since the last one, in ms.
 */
import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
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
  process.on('message', () => {
    note(observer.takeRecords());
    process.send({ ...delayFigures(delays), ...pauseFigures(pauses) });
    pauses.length = 0;
    delays.reset();
  });
  process.channel.unref();
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
