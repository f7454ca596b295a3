/** Single requests on a million jobs while some change: pages, counts, totals, orders and searches, none from a cache. */
import { strict as assert } from 'node:assert';
import { setTimeout as delay } from 'node:timers/promises';

import { fetchBytes, fetchJson, probe } from '../support/client.mjs';
import { startFilled } from '../support/dataset.mjs';
import { RARE, SVMS } from '../support/ontap-jobs.mjs';
import { figure, median, quantile, ratioOf } from '../support/statistics.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'Queries on 1,000,000 jobs of 200 sources while 200 jobs/s change';
export const defaults = { jobs: 1_000_000, sources: 200, rounds: 5, rate: 200 };

/** Requests of each round. Between two, jobs change, so that no answer is from a cache. */
const REQUESTS = 20;
const PAUSE_MS = 30;
const PROBE_MS = 10;
const DEEP_SHARE = 0.9;
/** Parts of the generated descriptions; the first one is rare. */
const WORDS = ['needle', '12f4-4d1c-8e1a-a1', 'VOLUMES/c3', '12f4-4d1c-8e1a-7b'];

/** Figures: the median latency of each query in ms, the ratio of pages, and the p99 of other requests. */
export async function run(options) {
  const filled = await startFilled(options);
  const { url } = filled.gateway;
  await checkExactTotals(url, options);
  const start = await cursorAt(url, Math.floor(options.jobs * DEEP_SHARE));
  const queries = queriesOf(start);
  const { result, ...changes } = await underChanges(filled, options.rate, () => measure(url, queries, options.rounds));
  await filled.close();
  const { latencies, others } = result;
  const medians = Object.entries(latencies).map(([name, rounds]) => [`query.${name}`, figure(rounds.map(median))]);
  const deep = ratioOf(latencies['deep page'].map(median), latencies['first page'].map(median));
  const p99 = Object.entries(others).map(([name, rounds]) => [`others.${name}`, figure(rounds.map(p99Of))]);
  const figures = { ...Object.fromEntries(medians), 'query.deepRatio': deep, ...Object.fromEntries(p99) };
  return { figures, raw: { latencies, changes } };
}

function queriesOf(start) {
  const size = (at) => `max_records=${41 + at}`;
  return {
    'first page': (at) => `/api/jobs?${size(at)}`,
    'deep page': (at) => `/api/jobs?${size(at)}&start=${start}`,
    counts: () => '/api/jobs/summary?group_by=state,source.name',
    total: (at) => `/api/jobs?svm.name=svm${(at * 7) % SVMS}&return_records=false`,
    order: (at) => `/api/jobs?${size(at)}&order_by=${at % 2 === 0 ? 'end_time+desc' : 'duration_seconds,native_id'}`,
    search: (at) => `/api/jobs?${size(at)}&query=${WORDS[at % WORDS.length]}`,
  };
}

async function measure(url, queries, rounds) {
  const latencies = Object.fromEntries(Object.keys(queries).map((name) => [name, []]));
  const others = { alone: [], search: [], order: [], total: [] };
  for (let round = 0; round < rounds; round += 1) {
    const alone = probe(`${url}/api/jobs?max_records=50`, PROBE_MS);
    await delay(REQUESTS * PAUSE_MS * 2);
    others.alone.push(await alone.stop());
    for (const [name, path] of Object.entries(queries)) {
      const probing = name in others ? probe(`${url}/api/jobs?max_records=50`, PROBE_MS) : undefined;
      latencies[name].push(await request(url, path));
      if (probing) others[name].push(await probing.stop());
    }
  }
  return { latencies, others };
}

async function request(url, path) {
  const latencies = [];
  for (let at = 0; at < REQUESTS; at += 1) {
    const { ms, status } = await fetchBytes(url + path(at));
    assert.equal(status, 200);
    latencies.push(ms);
    await delay(PAUSE_MS);
  }
  return latencies;
}

/** The `start` parameter of the page at a row. */
async function cursorAt(url, row) {
  let path = '/api/jobs?fields=id&max_records=1000';
  for (let at = 0; at + 1_000 <= row; at += 1_000) path = (await fetchJson(url + path))._links.next.href;
  return new URL(path, url).searchParams.get('start') ?? '';
}

/** Compares totals with the numbers of jobs that the generator has made. */
async function checkExactTotals(url, { jobs, sources }) {
  const each = Math.floor(jobs / sources);
  let [needles, ofSvm] = [0, 0];
  for (let cluster = 0; cluster < sources; cluster += 1) {
    for (let number = 0; number < each; number += 1) {
      const seed = number * 1_009 + cluster;
      if (seed % RARE === 0) needles += 1;
      if (seed % SVMS === 7) ofSvm += 1;
    }
  }
  const total = async (filter) => (await fetchJson(`${url}/api/jobs?${filter}&return_records=false`)).total_records;
  assert.equal(await total('query=NEEDLE'), needles);
  assert.equal(await total('svm.name=svm7'), ofSvm);
}

function p99Of(latencies) {
  return quantile(latencies, 0.99);
}
