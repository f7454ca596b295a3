/** Jobs of simulated ONTAP clusters, computed from their numbers. Equal numbers always give equal jobs. */

const SPREAD_MS = 6 * 86_400_000;
/** Longer than any job runs. */
const LONGEST_MS = 1_000_000;
const WORKS = [
  ['PATCH /api/storage/volumes/', 'Modifying volume'],
  ['POST /api/storage/volumes/', 'Creating volume'],
  ['DELETE /api/storage/volumes/', 'Deleting volume'],
  ['POST /api/snapmirror/relationships/', 'Transferring data'],
];
const RARE_WORK = ['Move "needle" to aggregate ', 'Transferring data'];
/** One job in this many has a description with the word `needle`. */
export const RARE = 5_000;
/** SVMs of all clusters together. */
export const SVMS = 500;
/** One finished job in this many has failed. */
const FAILURES = 10;

/** Eight hexadecimal digits. */
function hash(number) {
  return (Math.imul(number ^ (number >>> 13), 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
}

/** The uuid of a job. */
export function uuidOf(cluster, number) {
  const tail = cluster.toString(16).padStart(4, '0') + number.toString(16).padStart(8, '0');
  return `${hash(number * 1_009 + cluster)}-86d1-11e0-ae1c-${tail}`;
}

/**
 * A job as ONTAP lists it. `life` is its current state, or `undefined` for a job that ended before the start of the
 * simulation. The starts of `jobs` such jobs are spread evenly over six days before `base`; those of further jobs follow.
 */
export function ontapJob(cluster, number, { base, jobs }, life) {
  const seed = number * 1_009 + cluster;
  const [work, progress] = seed % RARE === 0 ? RARE_WORK : WORKS[seed % WORKS.length];
  const start = life?.start ?? startOf(number, jobs, base);
  const svm = seed % SVMS;
  return {
    uuid: uuidOf(cluster, number),
    description: `${work}${hash(seed + 1)}-12f4-4d1c-8e1a-${hash(seed + 2)}0000`,
    ...(life ? lifeFields(life, progress) : endFields(seed, start)),
    start_time: new Date(start).toISOString(),
    svm: { name: `svm${svm}`, uuid: `${hash(svm)}-41be-11e9-81d5-00a098d39e12` },
    node: { name: `c${cluster}-0${1 + (seed % 2)}` },
  };
}

function startOf(number, jobs, base) {
  const last = base - LONGEST_MS;
  return number < jobs ? last - SPREAD_MS + Math.floor((number / jobs) * SPREAD_MS) : last + number - jobs;
}

function lifeFields({ end, percent, state }, progress) {
  if (end === undefined) return { state, message: `${progress}: ${percent} percent done`, code: 0 };
  return { state: 'success', message: 'Complete: Successful', code: 0, end_time: new Date(end).toISOString() };
}

function endFields(seed, start) {
  const end_time = new Date(start + 1_000 + ((seed * 7_919) % 997) * 1_000).toISOString();
  if (seed % FAILURES !== 0) return { state: 'success', message: 'Complete: Successful', code: 0, end_time };
  const message = 'The configuration is temporarily locked by another operation.';
  const error = { code: '2621573', message, arguments: [{ code: 'volume', message: `vol_${hash(seed)}` }] };
  return { state: 'failure', message, code: 2_621_573, error, end_time };
}
