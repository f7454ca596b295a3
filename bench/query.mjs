// Measures how long the view takes for queries and summaries:
// `npm run build && node --max-old-space-size=8000 bench/query.mjs [jobs] [rounds] [sources]`.
// Each query is parsed once, as in the gateway. Each round has a new key, so that no result comes from the cache. In each
// round a caller who may see every second source makes the same query; the ratio is theirs to that of a caller who may see
// all.
import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';

import { median } from './support/statistics.mjs';
import { change, everySecond, filledView, listOf, summaryOf } from './support/view.mjs';

const [jobs = 1_000_000, rounds = 11, sources = 200] = process.argv.slice(2).map(Number);

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

const scope = everySecond(sources);

const began = performance.now();
const view = await filledView({ jobs, sources });
const gigabytes = process.memoryUsage().rss / 2 ** 30;
console.log(`${view.size()} jobs in ${Math.round(performance.now() - began)} ms, ${gigabytes.toFixed(2)} GiB resident`);
console.log(' median ms  ratio of a scope  longest event-loop delay, ms');
for (const [name, text] of Object.entries(LISTS)) await compare(name, listOf(view, text));
for (const [name, text] of Object.entries(SUMMARIES)) await compare(name, summaryOf(view, text));

async function compare(name, run) {
  const [times, ratios] = [[], []];
  let longest = 0;
  for (let round = 0; round < rounds; round += 1) {
    const whole = await measure(() => run(`${round}`, {}));
    const scoped = await measure(() => run(`${round}`, { scope }));
    times.push(whole.ms);
    ratios.push(scoped.ms / whole.ms);
    longest = Math.max(longest, whole.longest);
  }
  const cells = [median(times).toFixed(2), median(ratios).toFixed(2), longest.toFixed(1)];
  console.log(`${cells.map((cell) => cell.padStart(10)).join('  ')}  ${name}`);
}

async function measure(run) {
  const start = performance.now();
  let [last, longest, ms] = [start, 0, undefined];
  const result = run().then(() => (ms = performance.now() - start));
  while (ms === undefined) {
    await turn();
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }
  await result;
  change(view);
  return { ms, longest };
}
