/** Bounds the size of a job, which is kept in memory and in the store in as many versions as it has changes. */
import { type JobError, type ObservedJob } from '@gateway/core';

/** The length limit of a text, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 4096;

/** The size limit of a job, in bytes of JSON, with its ids and `truncated`. Jobs of real backends have about 1 kB. */
export const MAX_JOB_BYTES = 16 * 1024;

/** Shorter limits of all texts, for a job whose texts are too long together. The last one is short enough for any job. */
const SHORTER_TEXTS = [2048, 1024, 512, 256, 128, 64];

/** A job with so many characters is never too large: JSON writes a character in at most six bytes. */
const SURELY_SMALL = MAX_JOB_BYTES / 6;
/** Characters for the name and the punctuation of a member. */
const MEMBER = 16;

/** The lists of a job, as `truncated` names them. */
const LISTS = ['error.arguments', 'results', 'tasks'];

/**
 * The job itself if it is within the limits. Otherwise a copy with shorter texts and without the last items of its lists;
 * `truncated` then names the fields that are not complete. Equal jobs give equal copies.
 */
export function boundedJob(job: ObservedJob): ObservedJob {
  if (charactersOf(job) <= SURELY_SMALL || (!hasLongText(job) && bytesOf(job) <= MAX_JOB_BYTES)) return job;
  const truncated = new Set<string>();
  // Ids are never shortened: they would name other jobs. Their format limits their length.
  const { native_id, parent_id, error, results, tasks, ...rest } = job;
  const { arguments: given = [], ...reason }: Partial<JobError> = error ?? {};
  const ids = parent_id === undefined ? { native_id } : { native_id, parent_id };
  /** The size with empty lists, if none of them is complete. */
  const bytesWith = (fields: { readonly error?: object }): number => {
    const lists = { error: { ...fields.error, arguments: [] }, results: [], tasks: [] };
    return bytesOf({ ...ids, ...fields, ...lists, truncated: [...truncated, ...LISTS] });
  };
  const texts = withinLimits({ ...rest, ...(error && { error: reason }) }, truncated, bytesWith);
  let left = MAX_JOB_BYTES - bytesWith(texts);
  const fitting = <Item extends object>(field: string, items: readonly Item[]): readonly Item[] => {
    const kept: Item[] = [];
    for (const item of items) {
      const short = shortened(item, MAX_TEXT_LENGTH, () => truncated.add(field));
      const size = bytesOf(short) + 1;
      if (size > left) break;
      left -= size;
      kept.push(short);
    }
    if (kept.length < items.length) truncated.add(field);
    return kept;
  };
  const bounded = {
    ...ids,
    ...texts,
    ...(error && { error: { ...texts.error, arguments: fitting('error.arguments', given) } }),
    ...(results && { results: fitting('results', results) }),
    ...(tasks && { tasks: fitting('tasks', tasks) }),
  } as ObservedJob;
  return { ...bounded, truncated: [...truncated] };
}

/** The texts with the longest limit at which they fit together; `bytesWith` returns the size of the job with them. */
function withinLimits<Fields extends object>(
  fields: Fields,
  truncated: Set<string>,
  bytesWith: (fields: Fields) => number,
): Fields {
  let short = shortened(fields, MAX_TEXT_LENGTH, (field) => truncated.add(field));
  for (const limit of SHORTER_TEXTS) {
    if (bytesWith(short) <= MAX_JOB_BYTES) break;
    short = shortened(fields, limit, (field) => truncated.add(field));
  }
  return short;
}

/** A copy with shorter texts, also in the objects it holds; `note` receives the path of each shortened text. */
function shortened<Fields extends object>(fields: Fields, limit: number, note: (path: string) => void): Fields {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => {
    if (typeof value === 'object' && value !== null)
      return [name, shortened(value, limit, (inner) => note(`${name}.${inner}`))];
    if (typeof value !== 'string' || value.length <= limit) return [name, value];
    note(name);
    return [name, beginningOf(value, limit)];
  });
  return Object.fromEntries(entries) as Fields;
}

function hasLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_TEXT_LENGTH;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasLongText);
}

/** The beginning of a text, never with half of a surrogate pair at its end. */
function beginningOf(text: string, length: number): string {
  const splitsPair = /[\uD800-\uDBFF]/.test(text.charAt(length - 1));
  return text.slice(0, splitsPair ? length - 1 : length);
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}

/** At least the number of characters of the JSON text, unless characters are escaped. Runs for every job of every poll. */
function charactersOf(value: unknown): number {
  if (typeof value === 'string') return value.length + MEMBER;
  if (typeof value !== 'object' || value === null) return 2 * MEMBER;
  let sum = MEMBER;
  for (const name in value) sum += charactersOf((value as Record<string, unknown>)[name]) + MEMBER;
  return sum;
}
