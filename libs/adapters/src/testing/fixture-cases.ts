/**
 * Fixture cases: one folder each, with three files.
 *
 * `exchanges.json`: `[{"request": {"method", "path", "body"?, "headers"?}, "response": {"status", "headers"?, "body"?}}]`.
 * A request is answered by the first exchange not used yet whose method and path (with query, to the letter) are its
 * own, and whose `body` (as JSON) and `headers` (those named) agree; any other gets status 599 and fails the case, as
 * does an exchange nobody asked for. A response body that is a string is sent as it is, anything else as JSON.
 * `{{elsewhere}}` stands for the `host:port` of a second server, which nobody may call.
 *
 * `call.json`: what to do: `{"poll": {"cursor"?}}`, `{"get": "<id>"}`, `{"act": ["<id>", "<action>"]}` or
 * `{"check": {}}`, with `"login": "basic" | "bearer"` when it is not the contract's; an array does several in turn.
 *
 * `expected.json`: what comes of it, an array for an array: the PollAnswer (without `clockOffsetMs`, and of `error` the code), the ObservedJob, the
 * BackendInfo, `null` for nothing, or `{"error": {"code", …}}` with any fields of the error and its details.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ActionName, type Adapter, BackendError, type ObservedJob } from '@gateway/core';
import { type AdapterContract, openAdapter, patience } from './contract-subject.js';
import { answerJson, type LocalBackend, type ReceivedRequest, startLocalBackend } from './local-backend.js';
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

/** Declares one test for each folder of fixture cases. */
export function describeFixtureCases(contract: AdapterContract): void {
  const cases = readdirSync(contract.fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  describe('fixture case', () => {
    it.each(cases.map((entry) => entry.name))('%s', (name) => runCase(contract, join(contract.fixtures, name)));
  });
}

async function runCase(contract: AdapterContract, folder: string): Promise<void> {
  const elsewhere = await startLocalBackend((_request, response) => answerJson(response, 200, {}));
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

/** Makes the calls in turn against a server that has nothing but the exchanges, all of which must be used. */
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
    const answer = await adapter.poll(call.poll.cursor, patience());
    const cursor = answer.cursor && withoutOffset(answer.cursor);
    return { ...answer, cursor, clockOffsetMs: undefined, error: answer.error?.code };
  }
  if (call.get !== undefined) return (await adapter.get(call.get, patience())) ?? null;
  if (call.act) return (await adapter.act?.(call.act[0], call.act[1], patience())) ?? null;
  if (call.check) return adapter.check(patience());
  throw new Error('call.json names no call');
}

/** What the two clocks show beside each other is no part of a case. */
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
