/** ONTAP's answers as they come, checked by hand: nothing in them is taken for granted. */
import { asObject, asText, type WireObject } from '../../wire-fields.js';

/** One page of a collection. */
export interface OntapPage {
  readonly records: readonly unknown[];
  /** Where the next page is, unchecked; absent on the last one. */
  readonly next?: string;
  /** ONTAP itself says that this is not all, or its link to the rest cannot be read. */
  readonly incomplete: boolean;
}

/** ONTAP's error envelope. */
export interface OntapError {
  code?: string;
  message?: string;
  target?: string;
}

/**
 * A page of a collection, or `undefined` when the body is none. A single record may stand alone instead of in an array,
 * as in the documents' examples; an empty page may leave `records` out, but then counts 0.
 */
export function readPage(body: unknown): OntapPage | undefined {
  const page = asObject(body);
  const records = page && readRecords(page);
  if (!page || !records) return undefined;
  const links = asObject(page['_links'])?.['next'];
  const next = asObject(links)?.['href'];
  return {
    records,
    ...(typeof next === 'string' ? { next } : {}),
    incomplete: isReported(page['errors']) || isReported(page['error']) || (links != null && typeof next !== 'string'),
  };
}

function readRecords({ records, num_records: count }: WireObject): readonly unknown[] | undefined {
  if (Array.isArray(records)) return records as unknown[];
  if (records == null) return count === 0 ? [] : undefined;
  const single = asObject(records);
  return single && [single];
}

function isReported(errors: unknown): boolean {
  return Array.isArray(errors) ? errors.length > 0 : errors != null;
}

/** The record of an answer by id, which may be bare, in `record`, or alone in `records`. */
export function readRecord(body: unknown): unknown {
  const answer = asObject(body);
  if (answer?.['record'] !== undefined) return answer['record'];
  const page = answer?.['records'] === undefined ? undefined : readPage(answer);
  return page ? (page.records.length === 1 ? page.records[0] : undefined) : answer;
}

/**
 * The error envelope of a body, or `undefined` when it has none; ONTAP writes the code as a text or as a number. A body
 * with a `uuid` is a job, and its `error` the job's own.
 */
export function readError(body: unknown): OntapError | undefined {
  const answer = asObject(body);
  const error = asObject(answer?.['error']);
  if (!error || answer?.['uuid'] !== undefined) return undefined;
  const [code, message, target] = [readCode(error['code']), asText(error['message']), asText(error['target'])];
  if (code === undefined && message === undefined) return undefined;
  return {
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(target === undefined ? {} : { target }),
  };
}

/** A code as text, whether it came as a text or as a whole number. */
export function readCode(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

/** The release of a cluster as `9.13.1`, from its numbers or from the text that holds them. */
export function readVersion(body: unknown): string | undefined {
  const version = asObject(asObject(body)?.['version']);
  const numbers = [version?.['generation'], version?.['major'], version?.['minor']];
  if (numbers.every((number) => Number.isSafeInteger(number))) return numbers.join('.');
  return /\b\d+\.\d+\.\d+\w*/.exec(asText(version?.['full']) ?? '')?.[0];
}
