import { type Job } from '@gateway/core';

/** What to take of a value: all of it, or of its named members. */
type Selection = 'whole' | Map<string, Selection>;

/**
 * Makes a function that gives a job's JSON text with the named paths only (`svm.name`, `tasks`, `tasks.state`), in the
 * record's own order. `id` always comes; a path through a list applies to each of its items; what the job does not have
 * is left out, an object of which nothing remains too.
 */
export function projection(paths: readonly string[]): (job: Job) => string {
  const selection: Selection = new Map([['id', 'whole']]);
  for (const path of paths) select(selection, path.split('.'));
  return (job) => JSON.stringify(take(job, selection));
}

function select(selection: Map<string, Selection>, [name = '', ...rest]: readonly string[]): void {
  const chosen = selection.get(name);
  if (chosen === 'whole') return;
  if (rest.length === 0) {
    selection.set(name, 'whole');
    return;
  }
  const inner = chosen ?? new Map<string, Selection>();
  selection.set(name, inner);
  select(inner, rest);
}

function take(value: unknown, selection: Selection): unknown {
  if (selection === 'whole') return value;
  if (Array.isArray(value)) return value.map((item: unknown) => take(item, selection) ?? {});
  if (typeof value !== 'object' || value === null) return undefined;
  const taken: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    const chosen = selection.get(name);
    const kept = chosen && take(member, chosen);
    if (kept !== undefined) taken.push([name, kept]);
  }
  return taken.length === 0 ? undefined : Object.fromEntries(taken);
}
