/**
 * Fixture cases: each is a folder with three files.
 *
 * `exchanges.json`: `[{"request": {"method", "path", "body"?, "headers"?}, "response": {"status", "headers"?,
 * "body"?}}]`. A request gets the response of the first unused exchange with the same method, the same path and query,
 * the same `body` (compared as JSON) and the listed `headers`. Any other request gets status 599. The case fails after
 * such a request, and if an exchange is left unused. A response body that is a string is sent unchanged, anything else
 * as JSON. `{{elsewhere}}` stands for the `host:port` of a second server; a request to it fails the case.
 *
 * `call.json`: `{"poll": {"cursor"?}}`, `{"get": "<id>"}`, `{"act": ["<id>", "<action>"]}` or `{"check": {}}`, or an
 * array of such calls. `"login": "basic" | "bearer"` in the first one replaces the login of the contract.
 *
 * `expected.json`: the result, or an array of results: a poll result (without `clockOffsetMs`, with the code of
 * `error`), an ObservedJob, a BackendInfo, `null` for none, or `{"error": {"code", …}}` with any fields of the error
 * and its details.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { type ActionName, type Adapter, BackendError, type ObservedJob } from '@gateway/core';
import { wholeListing } from '@gateway/testing/whole-listing';

import { type AdapterContract, openAdapter, testDeadline } from './contract-subject.js';
import { type LocalBackend, type ReceivedRequest, sendJson, startLocalBackend } from './local-backend.js';
import { expectNothingLeaked, type LoginType } from './planted-login.js';
import { expectWellFormedJob } from './well-formed-job.js';

interface Exchange {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly response: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
}

interface Call {
  readonly login?: LoginType;
  readonly poll?: { readonly cursor?: string };
  readonly get?: string;
  readonly act?: readonly [string, ActionName];
  readonly check?: object;
}

/** Declares one test for each fixture case. */
export function describeFixtureCases(contract: AdapterContract): void {
  const cases = readdirSync(contract.fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  describe('fixture case', () => {
    it.each(cases.map((entry) => entry.name))('%s', (name) => runCase(contract, join(contract.fixtures, name)));
  });
}

async function runCase(contract: AdapterContract, folder: string): Promise<void> {
  const elsewhere = await startLocalBackend((_request, response) => sendJson(response, 200, {}));
  try {
    const exchanges = readJson(folder, 'exchanges.json', elsewhere) as Exchange[];
    const calls = [readJson(folder, 'call.json', elsewhere)].flat() as Call[];
    const expected = readJson(folder, 'expected.json', elsewhere);
    const outcomes = await play(contract, calls, exchanges);
    if (calls.length === 1) expectOutcome(outcomes[0], expected);
    else expectOutcomes(outcomes, expected as unknown[]);
    expect(elsewhere.requests).toEqual([]);
  } finally {
    await elsewhere.close();
  }
}

/** Makes the calls one after the other. The server has only the exchanges, and all of them must be used. */
async function play(
  contract: AdapterContract,
  calls: readonly Call[],
  exchanges: readonly Exchange[],
): Promise<unknown[]> {
  const unused = [...exchanges];
  const unexpected: string[] = [];
  const backend = await startLocalBackend((request, response) => {
    const index = unused.findIndex((exchange) => matches(exchange, request));
    const [exchange] = index < 0 ? [] : unused.splice(index, 1);
    if (!exchange) unexpected.push(`${request.method} ${request.path} ${request.body}`);
    const { status, headers, body } = exchange?.response ?? { status: 599 };
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body));
  });
  const adapter = openAdapter(contract, backend.origin, calls[0]?.login);
  try {
    const outcomes: unknown[] = [];
    for (const call of calls) outcomes.push(await outcomeOf(adapter, call, backend));
    expect({ unexpected, unused: unused.map(({ request }) => request) }).toEqual({ unexpected: [], unused: [] });
    return outcomes;
  } finally {
    await adapter.close();
    await backend.close();
  }
}

function readJson(folder: string, file: string, elsewhere: LocalBackend): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8').replaceAll('{{elsewhere}}', elsewhere.host));
}

function matches({ request: wanted }: Exchange, request: ReceivedRequest): boolean {
  return (
    wanted.method === request.method &&
    wanted.path === request.path &&
    (wanted.body === undefined || isDeepStrictEqual(wanted.body, JSON.parse(request.body))) &&
    Object.entries(wanted.headers ?? {}).every(([name, value]) => request.headers[name.toLowerCase()] === value)
  );
}

async function outcomeOf(adapter: Adapter, call: Call, backend: LocalBackend): Promise<unknown> {
  try {
    return await perform(adapter, call);
  } catch (error) {
    if (!(error instanceof BackendError)) throw error;
    expectNothingLeaked(error, backend.host);
    return { error: { code: error.code, message: error.message, ...error.details } };
  }
}

async function perform(adapter: Adapter, call: Call): Promise<unknown> {
  if (call.poll) {
    const before = call.poll.cursor;
    const result = await wholeListing((onPage) => adapter.poll(before, testDeadline(), onPage));
    const cursor = result.cursor && withoutOffset(result.cursor);
    return { ...result, cursor, clockOffsetMs: undefined, error: result.error?.code };
  }
  if (call.get !== undefined) return (await adapter.get(call.get, testDeadline())) ?? null;
  if (call.act) return (await adapter.act?.(call.act[0], call.act[1], testDeadline())) ?? null;
  if (call.check) return adapter.check(testDeadline());
  throw new Error('call.json names no call');
}

/** The clock offset depends on the time of the test run, so it is not compared. */
function withoutOffset(cursor: string): string {
  return JSON.stringify({ ...(JSON.parse(cursor) as object), offset: undefined });
}

function expectOutcomes(outcomes: readonly unknown[], expected: readonly unknown[]): void {
  expect(outcomes).toHaveLength(expected.length);
  outcomes.forEach((outcome, index) => expectOutcome(outcome, expected[index]));
}

function expectOutcome(outcome: unknown, expected: unknown): void {
  if (typeof expected === 'object' && expected !== null && 'error' in expected && !('native_id' in expected)) {
    expect(outcome).toMatchObject(expected);
    return;
  }
  expect(outcome).toEqual(expected);
  jobsOf(outcome).forEach(expectWellFormedJob);
}

function jobsOf(outcome: unknown): readonly ObservedJob[] {
  if (typeof outcome !== 'object' || outcome === null) return [];
  if ('jobs' in outcome) return outcome.jobs as ObservedJob[];
  return 'native_id' in outcome ? [outcome as ObservedJob] : [];
}
