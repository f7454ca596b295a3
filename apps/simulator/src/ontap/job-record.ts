/** An ONTAP job as JSON, whole and by chosen fields. */
import { type SimulatedJob } from '../simulated-job.js';
import { stepsUntil } from '../life-cycle.js';
import { isForeign } from './job-fields.js';

/** What an ONTAP job shows besides its life cycle. `svm` only on jobs of one SVM. */
export interface OntapDetails {
  readonly description: string;
  readonly node: string;
  readonly svm?: { readonly name: string; readonly uuid: string };
}

/** A job as plain JSON. */
export type JobRecord = Readonly<Record<string, unknown>>;

/** The whole job at an instant; `written` turns an instant of the simulator into the cluster's text. */
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

/** The values at a dotted path; arrays on the way give the values of all their items. Unset and null give none. */
export function valuesAt(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  if (value === undefined || value === null) return [];
  if (path === '') return [value];
  if (typeof value !== 'object') return [];
  const [name = '', ...rest] = path.split('.');
  return valuesAt((value as JobRecord)[name], rest.join('.'));
}

/**
 * Cuts jobs down to the chosen paths; the uuid always comes, and so does what no release of ONTAP knows (it was laid
 * over the job on purpose). Links come only where the client takes HAL.
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
