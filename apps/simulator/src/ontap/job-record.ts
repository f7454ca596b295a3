/** An ONTAP job as JSON, complete or with selected fields. */
import { stepsUntil } from '../life-cycle.js';
import { type SimulatedJob } from '../simulated-job.js';
import { isForeign } from './job-fields.js';

/** What an ONTAP job shows besides its life cycle. Only jobs of one SVM have `svm`. */
export interface OntapDetails {
  readonly description: string;
  readonly node: string;
  readonly svm?: { readonly name: string; readonly uuid: string };
}

/** A job as plain JSON. */
export type JobRecord = Readonly<Record<string, unknown>>;

/** The complete job at an instant. `written` formats an instant of the simulator as the cluster does. */
export function jobRecord(job: SimulatedJob<OntapDetails>, now: number, written: (at: number) => string): JobRecord {
  const steps = stepsUntil(job.life, now);
  const current = steps.at(-1) ?? steps[0];
  const started = steps.find((step) => step.state !== 'queued');
  const { description, node, svm } = job.details;
  return {
    uuid: job.nativeId,
    description,
    state: current.state,
    message: current.message ?? '',
    code: current.code ?? 0,
    ...(started !== undefined && { start_time: written(started.at) }),
    ...(current.terminal && { end_time: written(current.at) }),
    ...(svm !== undefined && { svm: { ...svm, _links: { self: { href: `/api/svm/svms/${svm.uuid}` } } } }),
    ...(current.error !== undefined && { error: current.error }),
    node: { name: node },
    _links: { self: { href: `/api/cluster/jobs/${job.nativeId}` } },
    ...job.wire,
  };
}

/** The values at a dotted path. Arrays contribute the values of all items; unset and null contribute none. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (value === undefined || value === null) return [];
  if (path === '') return [value];
  if (typeof value !== 'object') return [];
  const [name = '', ...rest] = path.split('.');
  return valuesAt((value as JobRecord)[name], rest.join('.'));
}

/**
 * Returns a function that reduces jobs to the selected paths. The uuid is always included, and so are names that no release
 * has, because a test has added them on purpose. Links are included only for clients that accept HAL.
 */
export function fieldPicker(chosen: ReadonlySet<string>, links: boolean): (record: JobRecord) => JobRecord {
  const decided = new Map<string, boolean>();
  const wanted = (path: string): boolean => {
    const known = decided.get(path) ?? isWanted(path, chosen);
    decided.set(path, known);
    return known;
  };
  const prune = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => prune(item, path));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).flatMap(([name, inner]) => {
      const at = path === '' ? name : `${path}.${name}`;
      if (name === '_links') return links ? [[name, inner]] : [];
      return wanted(at) ? [[name, prune(inner, at)]] : [];
    });
    return Object.fromEntries(entries) as JobRecord;
  };
  return (record) => prune(record, '') as JobRecord;
}

function isWanted(path: string, chosen: ReadonlySet<string>): boolean {
  if (path === 'uuid' || isForeign(path)) return true;
  return [...chosen].some((item) => item === path || item.startsWith(`${path}.`));
}
