/** What the parts of the contract suite share: the adapter under test and how to try it. */
import { type Adapter, BackendError, type Clock } from '@gateway/core';
import { type AdapterOptions } from '../adapter-options.js';
import { type LocalBackend, type ReceivedRequest } from './local-backend.js';
import { expectNothingLeaked, type LoginType, plantedConnection } from './planted-login.js';

/** What the suite must know of an adapter and its dialect. */
export interface AdapterContract {
  readonly create: (options: AdapterOptions) => Adapter;
  /** The `basePath` of the connection. */
  readonly basePath: string;
  /** The login the adapter is tried with; a fixture case may name another. */
  readonly login: LoginType;
  /** Path of the folder that holds the fixture cases. */
  readonly fixtures: string;
  readonly dialect: Dialect;
}

/** A healthy backend in a few lines. */
export interface Dialect {
  /** Two native ids as this backend makes them. */
  readonly ids: readonly [string, string];
  /** The wire field that holds the native id. */
  readonly idField: string;
  /** A complete wire record of a job that ended well, with every field the adapter reads. */
  record(id: string): Readonly<Record<string, unknown>>;
  /** The body with which a backend that holds exactly these records answers a read with status 200. */
  serve(records: readonly unknown[], request: ReceivedRequest): unknown;
  /** The dialect's error body. */
  error(message: string): unknown;
}

/** The time on the clock of every adapter the suite tries: 2026-01-15T12:00:00Z. */
export const FIXED_NOW = Date.UTC(2026, 0, 15, 12);
const fixedClock: Clock = { now: () => FIXED_NOW };

/** An adapter of the contract's kind with a planted login, a standing clock and a silent log. */
export function openAdapter(contract: AdapterContract, url: string, login: LoginType = contract.login): Adapter {
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  return contract.create({ connection: plantedConnection(url, contract.basePath, login), clock: fixedClock, logger });
}

function ignore(): void {
  // a silent log
}

/** A signal that nobody aborts unless the test would hang. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(4_000);
}

/** The BackendError a call ends with, proven to show no secret; anything else fails the test. */
export async function failureOf(call: Promise<unknown>, backend: LocalBackend): Promise<BackendError> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (!(outcome instanceof BackendError)) throw new Error('expected a BackendError', { cause: outcome });
  expectNothingLeaked(outcome, backend.host);
  return outcome;
}

/** Runs a test against a server and an adapter and closes both, whatever happens. */
export async function withAdapter(
  contract: AdapterContract,
  backend: LocalBackend,
  test: (adapter: Adapter) => Promise<void>,
): Promise<void> {
  const adapter = openAdapter(contract, backend.origin);
  try {
    await test(adapter);
  } finally {
    await adapter.close();
    await backend.close();
  }
}

/** Texts that would change the request, were they put in a URL as ids. */
export const URL_ALTERING_IDS: readonly string[] = [
  '',
  '.',
  '..',
  '%2e%2e',
  '%2E',
  'a/b',
  'a\\b',
  'a?b',
  'a#b',
  'a&b',
  '*',
  'a|b',
  'a b',
  'ü',
  'a\nb',
];
