/** A view in this process, filled with generated jobs. Needs the built gateway. */
import { setImmediate as turn } from 'node:timers/promises';

import { parseJobListRequest } from '../../dist/apps/gateway/src/jobs/list-request.js';
import { parseSummaryRequest } from '../../dist/apps/gateway/src/jobs/summary-request.js';
import { View } from '../../dist/libs/view/src/index.js';

const SVMS = 499;
const STATES = [...Array(7).fill('success'), 'failure', 'running', 'queued'];
const T0 = Date.UTC(2026, 0, 1);
const BATCH = 500;

/** Resolves with a view of `jobs` jobs; the sources are `s0`, `s1` and so on. */
export async function filledView({ jobs, sources }) {
  const view = new View();
  for (let from = 0; from < jobs; from += BATCH) {
    view.apply(Array.from({ length: Math.min(BATCH, jobs - from) }, (_, at) => put(from + at, sources)));
    await turn();
  }
  return view;
}

/** A scope with every second source. */
export function everySecond(sources) {
  const names = Array.from({ length: Math.ceil(sources / 2) }, (_, at) => `s${2 * at}`);
  return { key: 'every second', sources: new Set(names) };
}

/**
 * The list with a query text, as a function. It is parsed once, as in the gateway. Equal keys and scopes share a result until
 * the view changes.
 */
export function listOf(view, text) {
  const { query } = parseJobListRequest(text.replaceAll(' ', '+'), Date.now());
  return (key, scoped) => view.query({ ...query, ...scoped, key });
}

/** The same for a summary. */
export function summaryOf(view, text) {
  const { query } = parseSummaryRequest(text, Date.now());
  return (key, scoped) => view.summary({ ...query, ...scoped, key });
}

let changes = 0;
/** A change that no query shows, after which nothing is taken from a cache. */
export function change(view) {
  changes += 1;
  view.apply([{ type: 'remove', id: 's0~none', revision: `${2e12 + changes}-0` }]);
}

function put(at, sources) {
  const source = `s${at % sources}`;
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
