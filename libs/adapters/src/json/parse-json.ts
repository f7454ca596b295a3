/** Parses the JSON of a backend, so that no body holds up the event loop, whatever it contains. */
import { randomUUID } from 'node:crypto';

import { BackendError, nextTurn } from '@gateway/core';

import { asObject } from '../wire/wire-fields.js';
import { BYTE, findList, hasAtMost } from './json-scan.js';
import { ListRuns, type Run, type RunLimits } from './list-runs.js';

/**
 * The most that is parsed in one step. The time of `JSON.parse` depends on the values: 10,000 small ones take 3 ms, as
 * much as 1 MiB of text. A real record has some kB and at most some hundred values.
 */
const LARGEST = { bytes: 1024 * 1024, values: 10_000 };
/** Records that are parsed together, in about half a millisecond. */
const TOGETHER = { bytes: 64 * 1024, values: 2_000 };
const LIMITS: RunLimits = { item: LARGEST, run: TOGETHER };
const BYTE_ORDER_MARK = Buffer.from('\uFEFF');
/** Stands for the records while the rest of the page is parsed. No backend can send it. */
const PLACEHOLDER = randomUUID();
const QUOTED_PLACEHOLDER = Buffer.from(JSON.stringify(PLACEHOLDER));

/** A page without its records. */
export interface ParsedPage {
  /** The parsed body, with an empty list in place of the records. */
  readonly body: unknown;
  /** Number of records that were left out because they are larger than any job. */
  readonly tooLarge: number;
}

/**
 * Parses the body of a response with this status. Throws a `malformed` BackendError if it is not JSON, has more than 1 MiB
 * or more than 10,000 values. The error never quotes the body, which may contain secrets or markup.
 */
export function parseJson(bytes: Buffer, status: number): unknown {
  if (bytes.length > LARGEST.bytes) throw malformed(status, `is longer than ${LARGEST.bytes} bytes`);
  if (!hasAtMost(LARGEST.values, bytes)) throw malformed(status, `has more than ${LARGEST.values} values`);
  return parse(withoutMark(bytes).toString('utf8'), status);
}

/** Where the records of a page are. */
export interface PageForm {
  /** The names of the members that lead to the list of records. */
  readonly path: readonly string[];
  /** The number of records that a page may have. */
  readonly maxRecords: number;
}

/** The records of a page, some at a time, and at the end the rest of the page. */
export type PageReading = AsyncGenerator<readonly unknown[], ParsedPage, undefined>;

/**
 * As `parseJson`, but yields the records of a page, with a turn of the event loop before each step. The limits then
 * apply to each record and to the rest of the body. A page in which a member on the path occurs twice is malformed:
 * `JSON.parse` would use the last one.
 */
export async function* parsePage(bytes: Buffer, status: number, { path, maxRecords }: PageForm): PageReading {
  await nextTurn();
  const list = findList(bytes, path, LARGEST);
  if (list === undefined) return { body: parseJson(bytes, status), tooLarge: 0 };
  const first = list + 1;
  let tooLarge = 0;
  let parsed = 0;
  let end = first;
  const runs = new ListRuns(bytes, first, LIMITS);
  for (let run = runs.next(); run !== 'end'; run = runs.next()) {
    await nextTurn();
    if (run === 'pause') continue;
    end = run.to;
    if (run.isTooLarge) {
      tooLarge += 1;
    } else {
      const records = parseRun(bytes, run, status);
      const isEmptyList = run.from === first && bytes[end] === BYTE.closeList;
      if (records.length === 0 && !isEmptyList) throw malformed(status, NOT_JSON);
      parsed += records.length;
      yield records;
    }
    if (parsed + tooLarge > maxRecords) throw malformed(status, `has more than ${maxRecords} records`);
  }
  if (bytes[end] !== BYTE.closeList) throw malformed(status, NOT_JSON);
  const rest = parseJson(Buffer.concat([bytes.subarray(0, list), QUOTED_PLACEHOLDER, bytes.subarray(end + 1)]), status);
  const body = withEmptyList(rest, path);
  if (body === undefined) throw malformed(status, `has several members ${path.join('.')}`);
  return { body, tooLarge };
}

/** The value with an empty list in place of the placeholder at a path; `undefined` if the placeholder is not there. */
function withEmptyList(value: unknown, [name, ...names]: readonly string[]): unknown {
  if (name === undefined) return value === PLACEHOLDER ? [] : undefined;
  const members = asObject(value);
  const member = withEmptyList(members?.[name], names);
  return member === undefined ? undefined : { ...members, [name]: member };
}

/** Reads a page to the end: `take` receives the records. */
export async function readToEnd(
  reading: PageReading,
  take: (records: readonly unknown[]) => void,
): Promise<ParsedPage> {
  for (;;) {
    const step = await reading.next();
    if (step.done) return step.value;
    take(step.value);
  }
}

function parseRun(bytes: Buffer, { from, to }: Run, status: number): readonly unknown[] {
  return parse(`[${bytes.toString('utf8', from, to)}]`, status) as unknown[];
}

const NOT_JSON = 'is not JSON';

function parse(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const what = text.trim() === '' ? 'is empty' : text.trimStart().startsWith('<') ? 'is HTML or XML' : NOT_JSON;
    throw malformed(status, what);
  }
}

function withoutMark(bytes: Buffer): Buffer {
  const { length } = BYTE_ORDER_MARK;
  return bytes.subarray(0, length).equals(BYTE_ORDER_MARK) ? bytes.subarray(length) : bytes;
}

function malformed(status: number, what: string): BackendError {
  return new BackendError('malformed', `the response with status ${status} ${what}`, { status });
}
