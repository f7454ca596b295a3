// Measures how long the view takes for queries and summaries:
// `npm run build && node --max-old-space-size=8000 bench/query.mjs [jobs] [rounds]`.
// Each query is parsed once, as in the gateway. Each round has a new key, so that no result comes from the cache.
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

import { parseJobListRequest } from '../dist/apps/gateway/src/jobs/list-request.js';
import { parseSummaryRequest } from '../dist/apps/gateway/src/jobs/summary-request.js';
import { View } from '../dist/libs/view/src/index.js';

const [count = 1_000_000, rounds = 11] = process.argv.slice(2).map(Number);
const SOURCES = 200;
const SVMS = 500;
const STATES = [
  'success',
  'success',
  'success',
  'success',
  'success',
  'success',
  'success',
  'failure',
  'running',
  'queued',
];
let revision = 0;
const T0 = Date.UTC(2026, 0, 1);

const LISTS = {
  'first page': '',
  'first page, 1,000 records': 'max_records=1000',
  'by state': 'state=running|queued',
  'by state, negated': 'state=!success',
  'by source': 'source.name=s42',
  'by state and source': 'state=failure&source.name=s42',
  'by SVM, exact total': 'svm.name=svm7',
  'time window, exact total': 'created_time=>=2026-01-05',
  'rare word, exact total': 'query=needle',
  'order by another field': 'order_by=end_time desc',
  'order by another field, 1,000 records': 'order_by=duration_seconds,native_id&max_records=1000',
  'chosen fields': 'fields=id,state,svm.name',
  'count of a state': 'state=failure&return_records=false',
  'count of an SVM': 'svm.name=svm7&return_records=false',
};
const SUMMARIES = {
  'summary by state': '',
  'summary by state and source': 'group_by=state,source.name',
  'summary by SVM': 'group_by=svm.name',
};

const view = new View();
const began = performance.now();
for (let from = 0; from < count; from += 500) {
  view.apply(Array.from({ length: Math.min(500, count - from) }, (_, at) => put(from + at)));
  await turn();
}
const gigabytes = process.memoryUsage().rss / 2 ** 30;
console.log(`${view.size()} jobs in ${Math.round(performance.now() - began)} ms, ${gigabytes.toFixed(2)} GiB resident`);
console.log(`${'median ms'.padStart(10)}  ${'longest event-loop delay, ms'.padStart(10)}`);
for (const [name, text] of Object.entries(LISTS)) {
  const { query } = parseJobListRequest(text.replaceAll(' ', '+'), Date.now());
  await measure(name, (round) => view.query({ ...query, key: `${round}` }));
}
for (const [name, text] of Object.entries(SUMMARIES)) {
  const { query } = parseSummaryRequest(text, Date.now());
  await measure(name, (round) => view.summary({ ...query, key: `${round}` }));
}

async function measure(name, run) {
  const times = [];
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    let last = start;
    let ended = false;
    const result = run(round).then(() => {
      times.push(performance.now() - start);
      ended = true;
    });
    while (!ended) {
      await turn();
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }
    await result;
    view.apply([{ type: 'remove', id: 's0~none', revision: `${2e12 + (revision += 1)}-0` }]);
  }
  const median = times.sort((a, b) => a - b)[rounds >> 1];
  console.log(`${median.toFixed(2).padStart(10)}  ${longest.toFixed(1).padStart(10)}  ${name}`);
}

function put(at) {
  const source = `s${at % SOURCES}`;
  const nativeId = `${at.toString(16).padStart(8, '0')}-86d1-11e0-ae1c-123478563412`;
  const state = STATES[(at * 7919) % STATES.length];
  const created = T0 + at * 500;
  const terminal = state === 'success' || state === 'failure';
  const job = {
    id: `${source}~${nativeId}`,
    native_id: nativeId,
    source: { name: source, kind: 'ontap', labels: {} },
    state,
    terminal,
    native_state: state,
    description: at % 5_000 === 0 ? 'DELETE /api/needle' : 'PATCH /api/storage/volumes',
    created_time: new Date(created).toISOString(),
    first_seen_time: new Date(created).toISOString(),
    updated_time: new Date(created).toISOString(),
    ...(terminal && { end_time: new Date(created + (at % 997) * 1_000).toISOString(), duration_seconds: at % 997 }),
    svm: { name: `svm${at % SVMS}` },
    attempt: 1,
    gone: false,
    actions: [],
    _links: { self: { href: '' }, source: { href: '' } },
  };
  return { type: 'put', id: job.id, revision: `${1e12 + at}-0`, text: JSON.stringify(job) };
}
