/** Guards for the responses of ONTAP. */
import { type BackendInfo, isNativeId, isUuid } from '@gateway/core';

import { asCount, asObject, asText, type WireObject, withoutUndefined } from '../../wire/wire-fields.js';

/** One page of a collection. */
export interface OntapPage {
  readonly records: readonly unknown[];
  /** The number of records that the page has according to ONTAP; absent if it is not a count. */
  readonly count?: number;
  /** The link to the next page, unchecked; absent on the last page. */
  readonly next?: string;
  /** ONTAP reports errors beside the records, or the link to the next page is invalid. */
  readonly incomplete: boolean;
}

/** ONTAP's error envelope. */
export interface OntapError {
  code?: string;
  message?: string;
  target?: string;
}

/** True for a UUID, ONTAP's format of job ids. Only such an id may be part of a URL. */
export function isOntapId(text: string): boolean {
  return /^[0-9a-fA-F-]{36}$/.test(text) && isNativeId(text);
}

/**
 * A page of a collection; `undefined` if the body is not a page. As in the examples of the documents, `records` may be
 * a single record instead of an array. An empty page with `num_records` 0 may omit `records`.
 */
export function readPage(body: unknown): OntapPage | undefined {
  const page = asObject(body);
  const records = page && readRecords(page);
  if (!page || !records) return undefined;
  const links = asObject(page['_links'])?.['next'];
  const next = asObject(links)?.['href'];
  const count = asCount(page['num_records']);
  return {
    records,
    ...(count === undefined ? {} : { count }),
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

/** The record in the response to a lookup: the body itself, its `record`, or the only item of its `records`. */
export function readRecord(body: unknown): unknown {
  const fields = asObject(body);
  if (fields?.['record'] !== undefined) return fields['record'];
  const page = fields?.['records'] === undefined ? undefined : readPage(fields);
  return page ? (page.records.length === 1 ? page.records[0] : undefined) : fields;
}

/** The error envelope of a body; `undefined` without one. In a body with a `uuid`, `error` belongs to the job. */
export function readError(body: unknown): OntapError | undefined {
  const fields = asObject(body);
  const error = asObject(fields?.['error']);
  if (!error || fields?.['uuid'] !== undefined) return undefined;
  const [code, message, target] = [readCode(error['code']), asText(error['message']), asText(error['target'])];
  if (code === undefined && message === undefined) return undefined;
  return {
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
    ...(target === undefined ? {} : { target }),
  };
}

/**
 * What an error response says: its envelope, or an `error` that is a plain text. Unlike the envelope, such a text does
 * not prove that the response is ONTAP's: proxies send it too.
 */
export function describeError(body: unknown): OntapError | undefined {
  const fields = asObject(body);
  const message = fields?.['uuid'] === undefined ? asText(fields?.['error']) : undefined;
  return message === undefined ? readError(body) : { message };
}

/** A code as text; ONTAP sends codes as texts or as whole numbers. */
export function readCode(value: unknown): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : asText(value);
}

/** The UUID and the release of a cluster. */
export function readCluster(body: unknown): BackendInfo {
  const cluster = asObject(body);
  const uuid = asText(cluster?.['uuid']);
  return withoutUndefined<BackendInfo>({
    version: readVersion(asObject(cluster?.['version'])),
    clusterUuid: uuid !== undefined && isUuid(uuid) ? uuid.toLowerCase() : undefined,
  });
}

/** A release, e.g. `9.13.1`, from its numbers or else from the full version text. */
function readVersion(version: WireObject | undefined): string | undefined {
  const numbers = [version?.['generation'], version?.['major'], version?.['minor']];
  if (numbers.every((number) => Number.isSafeInteger(number))) return numbers.join('.');
  return /\b\d{1,5}\.\d{1,5}\.\d{1,5}\w{0,20}/.exec(asText(version?.['full']) ?? '')?.[0];
}
