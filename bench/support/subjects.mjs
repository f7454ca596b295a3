/** What the benchmark requests of a gateway with simulated clusters, and what the answers have to be. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { averageBytes, job, list, mostlyNotModified, summary } from './checks.mjs';
import { uuidOf } from './ontap-jobs.mjs';

const SOURCE = 'c7';
const IDS = 10_000;
const JOB_BYTES = [600, 2_000];
const isRunning = ({ state }) => state === 'running';
const isOfSource = ({ source }) => source.name === SOURCE;

/** The four lists of 50. `isQuiet`: no job changes, so all totals are known. */
export function lists({ pid, url }, { jobs, running, sources }, isQuiet) {
  const each = Math.floor(jobs / sources);
  const exactly = (count) => (total) => (isQuiet ? total === count : total >= Math.min(50, count));
  const path = `${url}/api/jobs?max_records=50`;
  return [
    { name: 'none', url: path, check: list({ total: exactly(each * sources) }) },
    {
      name: 'state',
      url: `${path}&state=running`,
      check: list({ matches: isRunning, total: exactly(running * sources) }),
    },
    {
      name: 'source',
      url: `${path}&source.name=${SOURCE}`,
      check: list({ matches: isOfSource, total: exactly(each) }),
    },
    {
      name: 'both',
      url: `${path}&state=running&source.name=${SOURCE}`,
      check: list({ matches: (each) => isRunning(each) && isOfSource(each), total: exactly(running) }),
    },
  ].map((subject) => ({ ...subject, pid, name: `list.${subject.name}` }));
}

/** A client that asks again and again whether the list has changed, with the last entity tag it got. */
export function revalidated({ pid, url }, isQuiet) {
  return {
    name: '304',
    pid,
    url: `${url}/api/jobs?max_records=50`,
    script: ['revalidate'],
    check: list({ total: (count) => count > 0 }),
    ...(isQuiet && { checkLoad: mostlyNotModified }),
  };
}

/** One job: always the same, and random ones of all jobs. `folder` receives a file with the paths. */
export async function singleJobs({ pid, url }, { jobs, sources }, folder) {
  const each = Math.floor(jobs / sources);
  const paths = Array.from({ length: IDS }, () => {
    const cluster = Math.floor(Math.random() * sources);
    return `/api/jobs/${idOf(cluster, Math.floor(Math.random() * each))}`;
  });
  const file = join(folder, 'paths');
  await writeFile(file, `${paths.join('\n')}\n`);
  const one = idOf(Math.min(7, sources - 1), each - 1);
  const subject = { pid, url: `${url}/api/jobs/${one}`, check: job(one), checkLoad: averageBytes(...JOB_BYTES) };
  return [
    { name: 'job.one', ...subject },
    { name: 'job.random', ...subject, script: ['paths', file] },
  ];
}

/** The summary by state and source. */
export function summaryByStateAndSource({ pid, url }, { jobs, sources }) {
  const count = Math.floor(jobs / sources) * sources;
  return {
    name: 'summary',
    pid,
    url: `${url}/api/jobs/summary?group_by=state,source.name`,
    check: summary({ groups: (groups) => groups >= sources, total: (total) => total === count }),
  };
}

function idOf(cluster, number) {
  return `c${cluster}~${uuidOf(cluster, number)}`;
}
