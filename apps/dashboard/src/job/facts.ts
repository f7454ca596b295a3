import { type Job } from '../api/types';
import { valueText } from '../jobs/completion';
import { toQueryText } from '../jobs/list-query';

/** A fact about a job. Facts whose value other jobs share have the field that finds them. */
export interface Fact {
  /** Name of the field, which is also its name in filters. */
  readonly field: string;
  readonly value: string;
  /** True for ids and native words. */
  readonly isCode: boolean;
  readonly isFilter: boolean;
}

const REFERENCES = ['svm', 'node', 'object', 'user', 'tenant'] as const;

/** What the backend and the configuration say about a job, apart from its state, times and results. */
export function factsOf(job: Job): readonly Fact[] {
  return [
    ...fact('source.kind', job.source.kind, { isFilter: true }),
    ...fact('type', job.type, { isFilter: true }),
    ...REFERENCES.flatMap((name) => referenceFacts(name, job[name])),
    ...fact('parent_id', job.parent_id, { isCode: true, isFilter: true }),
    ...fact('native_id', job.native_id, { isCode: true }),
    ...fact('native_state', job.native_state, { isCode: true, isFilter: true }),
    ...fact('code', job.code === undefined ? undefined : String(job.code), { isCode: true, isFilter: true }),
    ...Object.entries(job.source.labels).flatMap(([label, value]) =>
      fact(`source.labels.${label}`, value, { isFilter: true }),
    ),
    ...spawnedFact(job),
  ];
}

/** The query string of the jobs that share a fact. */
export function factQuery({ field, value }: Pick<Fact, 'field' | 'value'>): string {
  return toQueryText([[field, valueText(value)]]);
}

function referenceFacts(name: (typeof REFERENCES)[number], reference: Job[typeof name]): readonly Fact[] {
  if (reference === undefined) return [];
  const { id, name: called, type, uuid } = reference;
  return [
    ...fact(`${name}.name`, called, { isFilter: true }),
    ...fact(`${name}.type`, type),
    ...fact(`${name}.uuid`, uuid, { isCode: true, isFilter: called === undefined }),
    ...fact(`${name}.id`, id, { isCode: true, isFilter: called === undefined }),
  ];
}

function spawnedFact({ spawned }: Job): readonly Fact[] {
  if (spawned === undefined) return [];
  const counts = Object.entries(spawned).map(([state, count]) => `${state} ${count}`);
  return fact('spawned', counts.join(', '));
}

function fact(
  field: string,
  value: string | undefined,
  { isCode = false, isFilter = false }: { readonly isCode?: boolean; readonly isFilter?: boolean } = {},
): readonly Fact[] {
  return value === undefined || value === '' ? [] : [{ field, value, isCode, isFilter }];
}
