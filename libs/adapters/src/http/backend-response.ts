/** Reads the response of a backend. */
import { type Readable } from 'node:stream';

import { type AxiosResponse } from 'axios';

import { type PageForm, type PageReading, parseJson, parsePage } from '../json/parse-json.js';
import { type Body, hashOf, readBody } from './read-body.js';

/** A `Date` header is rounded down to whole seconds, so on average the clock is this much ahead of it. */
const HALF_A_SECOND_MS = 500;
/** Longer bodies of error responses are not read. */
const MAX_ERROR_BYTES = 64 * 1024;

/** A complete response, with any status. */
export interface BackendResponse {
  readonly status: number;
  /** The value of a header; the name is case-insensitive. */
  header(name: string): string | undefined;
  /** Number of bytes of the decompressed body. */
  readonly size: number;
  /**
   * The body, decoded at each access. With a status of 400 or above, `[secret]` replaces the credentials of the source,
   * and a body is left out that has more than 64 kB or cannot be read: the status is enough.
   */
  readonly text: string;
  /** The hash of the body, without decoding it. */
  hash(): Promise<string>;
  /**
   * The backend's clock minus the gateway's in ms, accurate to half a second. Compares the `Date` header (RFC 9110,
   * 6.6.1) with the middle between sending the request and receiving the head of the response.
   */
  readonly clockOffsetMs?: number;
  /** The parsed body; throws a `malformed` BackendError if it is not JSON or too large to be a single object. */
  json(): unknown;
  /** Parses a body with a list of records, some at a time; see `parsePage`. */
  page(form: PageForm): PageReading;
}

/** What is needed to read a response. */
export interface ResponseReading {
  readonly maxBodyBytes: number;
  /** The middle between sending the request and receiving the head of the response, in ms. */
  readonly middle: number;
  /** Aborts when the caller no longer waits for the response. */
  readonly signal: AbortSignal;
  /** Returns a text with `[secret]` in place of the credentials that were sent. */
  readonly withoutSecrets: (text: string) => string;
}

/** Reads a response to its end; throws as `readBody`, with a status of 400 or above only if the signal aborts. */
export async function readResponse(
  response: AxiosResponse<Readable>,
  { maxBodyBytes, middle, signal, withoutSecrets }: ResponseReading,
): Promise<BackendResponse> {
  const { status } = response;
  const body = await bodyOf(response, maxBodyBytes, signal);
  const bytes = (): Buffer => Buffer.concat(body);
  const shown = (): Buffer => (status < 400 ? bytes() : Buffer.from(withoutSecrets(bytes().toString('utf8'))));
  const clockOffsetMs = Date.parse(headerOf(response, 'date') ?? '') + HALF_A_SECOND_MS - middle;
  return {
    status,
    header: (name) => headerOf(response, name),
    size: body.reduce((sum, { length }) => sum + length, 0),
    get text() {
      return shown().toString('utf8');
    },
    hash: () => hashOf(body),
    ...(Number.isNaN(clockOffsetMs) ? {} : { clockOffsetMs }),
    json: () => parseJson(shown(), status),
    page: (form) => parsePage(bytes(), status, form),
  };
}

/** The body; none if that of an error is too long, cut off or otherwise cannot be read. */
async function bodyOf(response: AxiosResponse<Readable>, maxBytes: number, signal: AbortSignal): Promise<Body> {
  const isError = response.status >= 400;
  try {
    const encoding = headerOf(response, 'content-encoding');
    return await readBody(response.data, encoding, isError ? Math.min(maxBytes, MAX_ERROR_BYTES) : maxBytes);
  } catch (error) {
    if (isError && !signal.aborted) return [];
    throw error;
  }
}

function headerOf({ headers }: AxiosResponse, name: string): string | undefined {
  const value: unknown = headers[name.toLowerCase()];
  return typeof value === 'string' ? value : undefined;
}
