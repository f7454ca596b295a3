/** The adapter under test, shared by the parts of the contract suite. */
import { type Adapter, BackendError, type Clock } from '@gateway/core';

import { type AdapterOptions } from '../adapter-options.js';
import { type LocalBackend, type ReceivedRequest } from './local-backend.js';
import { expectNothingLeaked, type LoginType, plantedConnection } from './planted-login.js';

/** What the suite needs from an adapter's spec. */
export interface AdapterContract {
  readonly create: (options: AdapterOptions) => Adapter;
  /** The `basePath` of the connection. */
  readonly basePath: string;
  /** The login of the adapter under test; a fixture case can use another. */
  readonly login: LoginType;
  /** Path of the folder with the fixture cases. */
  readonly fixtures: string;
  readonly dialect: Dialect;
}

/** A working backend of the kind, in a few functions. */
export interface Dialect {
  /** Two native ids in the backend's format. */
  readonly ids: readonly [string, string];
  /** The wire field with the native id. */
  readonly idField: string;
  /** A wire record of a successful job with every field the adapter reads. */
  record(id: string): Readonly<Record<string, unknown>>;
  /** The body of a response with status 200, from a backend that has exactly these records. */
  serve(records: readonly unknown[], request: ReceivedRequest): unknown;
  /** The body of a page with 5,000 jobs from a listing that never ends. */
  endlessPage(request: ReceivedRequest): unknown;
  /** The body of an error response. */
  error(message: string): unknown;
}

/** The fixed time of the adapter's clock: 2026-01-15T12:00:00Z. */
export const FIXED_NOW = Date.UTC(2026, 0, 15, 12);
const fixedClock: Clock = { now: () => FIXED_NOW };

/** An adapter of the kind with a planted login, a fixed clock and no log output. */
export function openAdapter(contract: AdapterContract, url: string, login: LoginType = contract.login): Adapter {
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };
  return contract.create({ connection: plantedConnection(url, contract.basePath, login), clock: fixedClock, logger });
}

function ignore(): void {
  // no log output
}

/** A signal that aborts only if the test hangs. */
export function testDeadline(): AbortSignal {
  return AbortSignal.timeout(4_000);
}

/** An `onPage` that reads nothing. */
export async function ignorePage(): Promise<void> {
  // the jobs do not matter to the test
}

/** The BackendError of a failed call. Fails the test for any other outcome, and if the error contains a secret. */
export async function errorOf(call: Promise<unknown>, backend: LocalBackend): Promise<BackendError> {
  const outcome: unknown = await call.catch((error: unknown) => error);
  if (!(outcome instanceof BackendError)) throw new Error('expected a BackendError', { cause: outcome });
  expectNothingLeaked(outcome, backend.host);
  return outcome;
}

/** Runs a test with a server and an adapter for it, and closes both in any case. */
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

/** Texts that would change the request if they were used as ids in a URL. */
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
