import { type ActionName } from '../api/types.js';

/** What has been done to a job: "3 jobs would be cancelled". */
export const DONE_WORDS: Readonly<Record<ActionName, string>> = {
  cancel: 'cancelled',
  pause: 'paused',
  resume: 'resumed',
};

const number = new Intl.NumberFormat('en-US');

/** A number with commas between thousands. */
export function formatCount(count: number): string {
  return number.format(count);
}

/** A number of jobs. */
export function formatJobs(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'job' : 'jobs'}`;
}
