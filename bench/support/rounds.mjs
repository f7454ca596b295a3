/** Measures programs in turn, round by round, so that a disturbance of the machine affects all of them. */
import { setTimeout as delay } from 'node:timers/promises';

import { fetchBytes } from './client.mjs';
import { threadSeconds } from './processes.mjs';
import { figure } from './statistics.mjs';
import { wrk } from './wrk.mjs';

const SAMPLE_MS = 250;

/**
 * Loads each subject in each round and resolves by name with its requests per second, per second of CPU time, and
 * latencies. A subject has a `url`, the `pid` of its server, the options of `wrk`, and `check`, which throws for a wrong
 * answer. Answers are checked before, during and after each load. `warmUp` is the time of a first load, which does not
 * count, in seconds. Subjects in an array are loaded at the same time: they
 * share their core, so only their requests per second of CPU time compare.
 */
export async function loadInRounds(subjects, { rounds, seconds, warmUp = Math.min(2, seconds) }) {
  const groups = subjects.map((subject) => [subject].flat());
  for (const group of groups) await Promise.all(group.map((subject) => load(subject, warmUp)));
  const results = new Map(
    groups.flat().map(({ name }) => [name, { perSecond: [], perCpuSecond: [], p50: [], p99: [], checked: 0 }]),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const group of groups) {
      const loads = await Promise.all(group.map((subject) => load(subject, subject.seconds ?? seconds)));
      for (const [at, measured] of loads.entries()) addRound(results.get(group[at].name), measured);
    }
  }
  return Object.fromEntries(results);
}

function addRound(result, { checked, p50, p99, perCpuSecond, perSecond }) {
  result.perSecond.push(perSecond);
  result.perCpuSecond.push(perCpuSecond);
  result.p50.push(p50);
  result.p99.push(p99);
  result.checked += checked;
}

/** The median of the requests per second of a subject. */
export function perSecond(results, name) {
  return figure(results[name].perSecond);
}

async function load(subject, seconds) {
  const { check, url } = subject;
  let checked = 0;
  const sample = async () => {
    check(await fetchBytes(subject.sampleUrl ?? url, subject.headers));
    checked += 1;
  };
  await sample();
  let loading = true;
  let failure;
  const sampling = (async () => {
    while (loading) {
      await delay(subject.sampleMs ?? SAMPLE_MS);
      if (!loading) break;
      await sample();
    }
  })().catch((error) => (failure = error));
  const before = await threadSeconds(subject.pid);
  const measured = await wrk(url, { ...subject, seconds });
  const perCpuSecond = measured.requests / ((await threadSeconds(subject.pid)) - before);
  loading = false;
  await sampling;
  await sample();
  if (failure) throw failure;
  subject.checkLoad?.(measured);
  return { ...measured, perCpuSecond, checked };
}
