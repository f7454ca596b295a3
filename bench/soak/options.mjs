/** The options of the soak: `--hours` simulated hours in which everything happens `--speed` times as fast. */
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '24' },
    speed: { type: 'string', default: '10' },
    sources: { type: 'string', default: '200' },
    watchers: { type: 'string', default: '100' },
    short: { type: 'boolean', default: false },
  },
});

const SHORT_HOURS = 0.12;

/** Whether this is the shortened run. */
export const isShort = values.short;
/** Simulated seconds that pass in a second. */
export const speed = Number(values.speed);
/** Simulated hours. */
export const hours = isShort ? SHORT_HOURS : Number(values.hours);
export const sources = Number(values.sources);
export const watchers = Number(values.watchers);

/** Requests in a simulated second. */
export const REQUESTS_PER_S = 50;
/** Jobs that a source has at any time: those that run, and those that have ended and are still listed. */
export const ACTIVE_PER_SOURCE = 10;
/** Records that the gateway keeps for each source. */
export const KEPT_PER_SOURCE = 50;
/** The part of the kept jobs that end, and are replaced by new ones, in a simulated minute. */
export const CHURN_PER_MINUTE = 0.01;
/** How long a backend keeps a finished job, in simulated seconds, as ONTAP does. */
export const FINISHED_JOB_TTL_S = 300;
/** The time between the beginnings of two outages, in simulated seconds. */
export const OUTAGE_INTERVAL_S = 60;

/** The real milliseconds of simulated seconds. */
export function realMs(seconds) {
  return (seconds * 1_000) / speed;
}
