import { type JobActionName } from '../api/types';
import { quote } from './completion';
import { type JobRow } from './job-row';

/** The ticked jobs by id, as they were last seen. They stay ticked when the list changes. */
export type Selection = ReadonlyMap<string, JobRow>;

/** Ticks a job, or takes its tick away. */
export function toggle(selection: Selection, job: JobRow): Selection {
  const next = new Map(selection);
  if (!next.delete(job.id)) next.set(job.id, job);
  return next;
}

/** Ticks all jobs between the last one that was ticked and this one, both included. */
export function tickRange(
  selection: Selection,
  jobs: readonly JobRow[],
  from: string | undefined,
  to: string,
): Selection {
  const [a, b] = [jobs.findIndex(({ id }) => id === from), jobs.findIndex(({ id }) => id === to)];
  if (b === -1) return selection;
  const [first, last] = a === -1 ? [b, b] : [Math.min(a, b), Math.max(a, b)];
  return new Map([...selection, ...jobs.slice(first, last + 1).map((job) => [job.id, job] as const)]);
}

/** Brings the ticked jobs up to date with the rows that are shown; the same object if nothing has changed. */
export function refresh(selection: Selection, jobs: ReadonlyMap<string, JobRow>): Selection {
  const changed = [...selection].filter(([id, job]) => (jobs.get(id) ?? job) !== job);
  if (changed.length === 0) return selection;
  return new Map([...selection].map(([id, job]) => [id, jobs.get(id) ?? job]));
}

/** Whether an action is possible for a job, and why not. */
export function actionOf(job: JobRow, action: JobActionName): { readonly allowed: boolean; readonly reason?: string } {
  return job.actions.find(({ name }) => name === action) ?? { allowed: false };
}

/** The ticked jobs that take an action now. */
export function allowed(selection: Selection, action: JobActionName): readonly JobRow[] {
  return [...selection.values()].filter((job) => actionOf(job, action).allowed);
}

/** Most jobs that one filter can name: the API takes as many alternatives. */
export const MOST_IDS = 100;

/** The value of a filter on exactly these jobs. Ids are quoted, so that no character has a meaning. */
export function idFilter(ids: readonly string[]): string {
  return ids.map(quote).join('|');
}
