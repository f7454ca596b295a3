/** Reads of callers with a token and a scope, with limits for each caller, against the same reads of a gateway without `access`. */
import { createHash } from 'node:crypto';

import { startFilled } from '../support/dataset.mjs';
import { makeFolder } from '../support/folders.mjs';
import { loadInRounds } from '../support/rounds.mjs';
import { ratioOf } from '../support/statistics.mjs';
import { lists, revalidated, singleJobs, summaryByStateAndSource } from '../support/subjects.mjs';

export const title = 'Reads with tokens, scopes and limits, against reads without `access`';
export const defaults = {
  jobs: 100_000,
  sources: 20,
  rounds: 15,
  seconds: 2,
  reads: ['list', '304', 'job', 'summary'],
};

/** No polls after the first one: they would take CPU time from the reads. */
const QUIET = { interval: '1d' };
const WARM_UP_SECONDS = 8;
const TOKENS = 100;
const TOKEN = tokenOf(TOKENS - 1);
/** Above the speed of the gateway: every request is counted, and none is refused. */
const LIMITS = { requests_per_second: 100_000, request_burst: 1_000_000, watches_per_caller: 100 };

/**
 * Figures: `access.<read>` is the speed with `access`, by CPU time, as a share of the speed without. Both gateways hold the
 * same jobs, and are loaded at the same time on the same core. `reads` are the beginnings of the names of the reads.
 */
export async function run({ jobs, reads, rounds, seconds, sources }) {
  const without = await startFilled({ jobs, sources }, QUIET);
  const secured = await startFilled({ jobs, sources }, { ...QUIET, access: accessSection(), limits: LIMITS });
  const { folder, remove } = await makeFolder();
  const size = { jobs, sources, running: without.backend.settings.running };
  const plain = await subjectsOf(without.gateway, size, folder, reads);
  const headers = { authorization: `Bearer ${TOKEN}` };
  const named = (await subjectsOf(secured.gateway, size, folder, reads)).map((subject) => ({
    ...subject,
    name: `access.${subject.name}`,
    headers,
  }));
  const pairs = plain.map((subject, at) => [subject, named[at]]);
  const raw = await loadInRounds(pairs, { rounds, seconds, warmUp: WARM_UP_SECONDS });
  await secured.close();
  await without.close();
  await remove();
  const figures = plain.map(({ name }) => [
    `access.${name}`,
    ratioOf(raw[`access.${name}`].perCpuSecond, raw[name].perCpuSecond),
  ]);
  return { figures: Object.fromEntries(figures), raw };
}

async function subjectsOf(gateway, size, folder, reads) {
  const all = [
    ...lists(gateway, size, true),
    revalidated(gateway, true),
    ...(await singleJobs(gateway, size, folder)),
    summaryByStateAndSource(gateway, size),
  ];
  return all.filter(({ name }) => reads.some((read) => name.startsWith(read)));
}

/** Tokens with a scope, which holds all sources, so that both gateways send the same. The anonymous role is for the benchmark itself. */
function accessSection() {
  const tokens = Array.from({ length: TOKENS }, (_, at) => ({
    name: `caller ${at}`,
    sha256: createHash('sha256').update(tokenOf(at)).digest('hex'),
    role: 'operator',
    sources: 'source.labels.site=site*',
  }));
  return { anonymous: 'viewer', tokens };
}

function tokenOf(number) {
  return `jgw_${String(number).padStart(43, 'x')}`;
}
