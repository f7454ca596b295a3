/** Compares what the backends did with what the gateway showed. */
import { fetchJson, until } from '../support/client.mjs';
import { isBefore } from './watchers.mjs';

/** A poll that was running when a job ended may not show it. */
const MARGIN_MS = 5_000;

/**
 * The ends of jobs before a time (ms) that neither watch nor list showed and no gap declares, and the jobs that list and watch
 * show differently. An end counts as declared if its job is `unknown`, or if a gap of its source contains it.
 */
export async function lossesOf(url, backends, watching, since) {
  const { first: revision, jobs: listed, last } = await allJobs(url);
  await until('the watch has what the list shows', () => !isBefore(watching.last, last));
  const gaps = gapsBySource(await fetchJson(`${url}/api/sources?max_records=1000`));
  const result = { lost: [], different: [], ended: 0, declared: 0 };
  for (const { at, id, outcome, source } of backends.ends(since - MARGIN_MS)) {
    // What ended before the watches were opened is not compared.
    if (at < watching.openedAt) continue;
    result.ended += 1;
    const job = watching.jobs.get(id);
    const isInGap = (gaps.get(source) ?? []).some(([from, to]) => from <= at && at <= to);
    const shown = job?.state ?? 'nothing';
    if (job === undefined ? isInGap : shown === 'unknown') result.declared += 1;
    else if (shown !== outcome)
      result.lost.push(`${id} ended as ${outcome} at ${new Date(at).toISOString()}, shown: ${shown}`);
  }
  for (const [id, { isRemoved, revision: changed, state }] of watching.jobs) {
    // What changed after the list was read.
    if (isBefore(revision, changed)) continue;
    if ((listed.get(id) === undefined) !== isRemoved || (!isRemoved && listed.get(id) !== state))
      result.different.push(
        `${id}: the watch has ${isRemoved ? 'removed' : state}, the list ${listed.get(id) ?? 'nothing'}`,
      );
  }
  return result;
}

async function allJobs(url) {
  const jobs = new Map();
  const revisions = [];
  let path = '/api/jobs?max_records=1000&fields=id,state';
  while (path) {
    const page = await fetchJson(url + path);
    for (const { id, state } of page.records) jobs.set(id, state);
    path = page._links.next?.href;
    revisions.push(page.revision);
  }
  return { jobs, first: revisions[0], last: revisions.at(-1) };
}

function gapsBySource({ records }) {
  const timesOf = ({ from, to }) => [Date.parse(from), to === undefined ? Infinity : Date.parse(to)];
  return new Map(records.map(({ gaps, name }) => [name, gaps.map(timesOf)]));
}
