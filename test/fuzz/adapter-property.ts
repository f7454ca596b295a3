/** Adapters and backends whose responses are almost right. */
import assert from 'node:assert/strict';

import { type Adapter, BackendError, type ObservedJob, type SourceKind } from '@gateway/core';
import { wholeListing } from '@gateway/testing/whole-listing';
import fc from 'fast-check';

import { type AdapterOptions } from '../../libs/adapters/src/adapter-options.js';
import { OntapAdapter } from '../../libs/adapters/src/kinds/ontap/ontap.adapter.js';
import { ServiceEngineAdapter } from '../../libs/adapters/src/kinds/service-engine/service-engine.adapter.js';
import { UnifiedManagerAdapter } from '../../libs/adapters/src/kinds/unified-manager/unified-manager.adapter.js';
import { FIXED_NOW } from '../../libs/adapters/src/testing/contract-subject.js';
import { type LocalBackend, startLocalBackend } from '../../libs/adapters/src/testing/local-backend.js';
import { expectNothingLeaked, plantedConnection } from '../../libs/adapters/src/testing/planted-login.js';
import { faultsOfJob } from '../../libs/adapters/src/testing/well-formed-job.js';
import { type FuzzRuns, replayOptions } from './fuzz-runs.js';
import { itemsIn, saysGone } from './oracle.js';
import { stateOf } from './state-words.js';
import {
  type Call,
  deliver,
  type FixtureCase,
  fixtureCases,
  type ResponseChange,
  responseChanges,
  scriptOf,
  type WireResponse,
} from './wire-script.js';

/** The last response of a script is repeated so often. Then all requests are refused, and an adapter must stop. */
const REPEATED = 20;
/** More requests than any call makes to a backend that refuses all. */
const MOST_REQUESTS = 100;

const IGNORE = (): void => undefined;
const LOGGER = { debug: IGNORE, info: IGNORE, warn: IGNORE, error: IGNORE };
const KINDS: Readonly<Record<SourceKind, (options: AdapterOptions) => Adapter>> = {
  ontap: (options) => new OntapAdapter(options),
  'service-engine': (options) => new ServiceEngineAdapter(options),
  'unified-manager': (options) => new UnifiedManagerAdapter(options),
};

/** What an adapter returned in all runs: a property that only sees errors proves little. */
export interface AdapterTally {
  /** Changed responses that were sent. */
  bodies: number;
  jobs: number;
  errors: number;
  gone: number;
}

/**
 * Makes the calls of fixture cases while responses are changed. Rejects with fast-check's report, which has the seed,
 * unless each call ends with a valid result or a `BackendError`, each job has the state that its item says, and a job
 * counts as gone only if a response says so.
 */
export async function checkAdapter(kind: SourceKind, runs: FuzzRuns): Promise<AdapterTally> {
  const tally: AdapterTally = { bodies: 0, jobs: 0, errors: 0, gone: 0 };
  const elsewhere = await startLocalBackend((_request, response) => void response.end('{}'));
  const run = fc.asyncProperty(
    fc.constantFrom(...fixtureCases(kind)),
    responseChanges,
    // In some runs the last call is made again: adapters remember pages, logins and fields.
    fc.integer({ min: 1, max: 4 }).map((count) => Math.max(1, count - 2)),
    (fixture: FixtureCase, changes: readonly ResponseChange[], times: number) => {
      const again = Array<Call>(times - 1).fill(fixture.calls.at(-1) as Call);
      return runCase(kind, { ...fixture, calls: [...fixture.calls, ...again] }, changes, elsewhere, tally);
    },
  );
  try {
    await fc.assert(run, replayOptions(runs));
  } finally {
    await elsewhere.close();
  }
  return tally;
}

async function runCase(
  kind: SourceKind,
  fixture: FixtureCase,
  changes: readonly ResponseChange[],
  elsewhere: LocalBackend,
  tally: AdapterTally,
): Promise<void> {
  const script = scriptOf(fixture, changes, elsewhere.host);
  const served = new Set<WireResponse>();
  let deadline = new AbortController();
  const backend = await startLocalBackend((_request, response) => {
    const { length } = backend.requests;
    const next = script[Math.min(length, script.length) - 1] as WireResponse;
    if (length > MOST_REQUESTS) return deadline.abort();
    if (length > script.length + REPEATED) return void response.writeHead(503).end();
    served.add(next);
    // The deadline of the caller is over as soon as the backend has stalled.
    deliver(next, response, () => deadline.abort());
  });
  const { login = kind === 'service-engine' ? 'bearer' : 'basic' } = fixture.calls[0] ?? {};
  const connection = plantedConnection(backend.origin, '/api', login);
  const adapter = KINDS[kind]({ connection, clock: { now: () => FIXED_NOW }, logger: LOGGER });
  try {
    for (const call of fixture.calls) {
      deadline = new AbortController();
      const outcome = await outcomeOf(() => perform(adapter, call, deadline.signal), backend);
      check(kind, call, outcome, served);
      count(outcome, tally);
    }
    assert.ok(backend.requests.length <= MOST_REQUESTS, 'the adapter reads without end');
    assert.equal(elsewhere.requests.length, 0, 'the adapter follows a link to another host');
    expectPrototypesUntouched();
    tally.bodies += [...served].filter(({ isChanged }) => isChanged).length;
  } finally {
    await adapter.close();
    await backend.close();
  }
}

type Outcome = { readonly error: BackendError } | { readonly gone: true } | { readonly jobs: readonly ObservedJob[] };

async function perform(adapter: Adapter, call: Call, signal: AbortSignal): Promise<Outcome> {
  const { poll } = call;
  if (poll) {
    const { error, jobs } = await wholeListing((onPage) => adapter.poll(poll.cursor, signal, onPage));
    if (error) assert.ok(error instanceof BackendError, 'the error of a listing is not a BackendError');
    return { jobs };
  }
  if (call.get !== undefined) {
    const job = await adapter.get(call.get, signal);
    return job ? { jobs: [job] } : { gone: true };
  }
  if (call.act) await adapter.act?.(...call.act, signal);
  else await adapter.check(signal);
  return { jobs: [] };
}

/** The messages whose errors were examined. To examine one takes as long as a run. */
const seen = new Set<string>();

async function outcomeOf(call: () => Promise<Outcome>, { host }: LocalBackend): Promise<Outcome> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof BackendError)) throw new Error('not a BackendError', { cause: error });
    if (!seen.has(error.message)) expectNothingLeaked(error, host);
    seen.add(error.message);
    return { error };
  }
}

function check(kind: SourceKind, call: Call, outcome: Outcome, served: ReadonlySet<WireResponse>): void {
  if ('error' in outcome || ('jobs' in outcome && outcome.jobs.length === 0)) return;
  const items = itemsIn(kind, served);
  if (items === undefined) return;
  if ('gone' in outcome) {
    assert.ok(
      items.bodies.some((body) => saysGone(kind, body)),
      'the job is gone although no response says so',
    );
    return;
  }
  for (const job of outcome.jobs) {
    assert.deepEqual(faultsOfJob(job), []);
    const states = items.withId(job.native_id).map((item) => stateOf(kind, item));
    assert.ok(states.includes(job.state), `the job is ${job.state}, but its item is ${states.join(' or ')}`);
    if (call.get !== undefined) assert.equal(job.native_id.toLowerCase(), call.get.toLowerCase());
  }
}

function count(outcome: Outcome, tally: AdapterTally): void {
  if ('error' in outcome) tally.errors += 1;
  else if ('gone' in outcome) tally.gone += 1;
  else tally.jobs += outcome.jobs.length;
}

const PROTOTYPES = [Object.prototype, Array.prototype, String.prototype, Function.prototype, Map.prototype];
const NAMES = PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join());

/** Fails if a prototype has got or lost a member. */
export function expectPrototypesUntouched(): void {
  assert.deepEqual(
    PROTOTYPES.map((prototype) => Object.getOwnPropertyNames(prototype).join()),
    NAMES,
  );
}
