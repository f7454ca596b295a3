import {
  type Change,
  compareRevisions,
  formatJobId,
  JOB_STATES,
  type SourceScope,
  type StoredJob,
} from '@gateway/core';
import { type StreamEvent } from '@gateway/testing/event-parser';
import { EventStreamClient } from '@gateway/testing/event-stream-client';
import { put, remove } from '@gateway/testing/jobs';
import { until } from '@gateway/testing/until';
import fc from 'fast-check';

import { startWatchServer, type WatchServer } from '../../../../test/support/start-watch-server.js';
import { readWatchRequest } from './watch-request.js';

/** One step of a test run. */
type Step =
  | { readonly do: 'change'; readonly jobs: readonly (Parameters<typeof put>[0] | string)[] }
  /** The second replica applies the changes that it has not applied yet. */
  | { readonly do: 'catch up' }
  /** A replica is loaded from a snapshot and this number of the last changes. */
  | { readonly do: 'reload'; readonly replica: 0 | 1; readonly kept: number }
  | { readonly do: 'cut' }
  /** The client connects to a replica, unless it is connected. */
  | { readonly do: 'connect'; readonly replica: 0 | 1 }
  /** The event loop turns this many times, so that some of the pending data arrives. */
  | { readonly do: 'turn'; readonly turns: number };

const nativeId = fc.constantFrom(...'abcdefgh');
const source = fc.constantFrom('east', 'east', 'west');
const job = fc.record(
  {
    nativeId,
    source,
    state: fc.constantFrom(...JOB_STATES),
    message: fc.string(),
    svm: fc.constantFrom('svm1', 'svm2'),
  },
  { requiredKeys: ['nativeId', 'source'] },
);
const replica = fc.constantFrom<0 | 1>(0, 1);
const changed = fc.oneof(
  { weight: 5, arbitrary: job },
  { weight: 1, arbitrary: fc.tuple(source, nativeId).map((parts) => formatJobId(...parts)) },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('change'), jobs: fc.array(changed, { maxLength: 8, size: 'max' }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('catch up') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload'), replica, kept: fc.nat(40) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('connect'), replica }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('turn'), turns: fc.nat(12) }) },
);
const filter = fc.constantFrom(
  ...['', 'state=running', 'state=success|failure|paused&svm.name=svm1', 'svm.name=!svm2&state=!queued|running'],
  ...['svm.name=null', 'message=*a*', 'native_id=b..e&message=!null', 'query=e', 'terminal=true'],
);

const scope = fc.constantFrom<SourceScope | undefined>(undefined, { key: 'east', sources: new Set(['east']) });

/** Two replicas with one change log. The first applies changes at once, the second when it catches up. */
class Replicas {
  readonly #log: Change[] = [];
  readonly #jobs = new Map<string, StoredJob>();

  constructor(readonly servers: readonly [WatchServer, WatchServer]) {}

  change(jobs: readonly (Parameters<typeof put>[0] | string)[]): void {
    for (const each of jobs) {
      const revision = `${this.#log.length + 1}-0`;
      const change = typeof each === 'string' ? remove(each, revision) : put(each, revision);
      this.#log.push(change);
      if (change.type === 'put') this.#jobs.set(change.id, change);
      else this.#jobs.delete(change.id);
    }
    this.catchUp(0);
  }

  catchUp(replica: 0 | 1): void {
    const { view } = this.servers[replica];
    view.apply(this.#log.filter(({ revision }) => compareRevisions(revision, view.revision()) > 0));
  }

  /** If the replica lags, the snapshot is ahead of its revision. */
  async reload(replica: 0 | 1, kept: number): Promise<void> {
    const { view } = this.servers[replica];
    const jobs = [...this.#jobs.values()];
    const snapshot = (async function* () {
      yield jobs;
    })();
    const recent = this.#log.slice(this.#log.length - kept);
    await view.load(snapshot, view.revision(), {
      recent: async () => recent,
      latest: async () => `${this.#log.length}-0`,
    });
  }
}

/** A client that keeps a copy of the jobs it watches, as the API documentation describes. */
class Copy {
  readonly jobs = new Map<string, string>();
  readonly #seen = new Set<string>();
  #lastEventId = '';
  #client: Promise<EventStreamClient> | undefined;
  #applied = 0;
  #hasResponse = false;

  constructor(
    private readonly servers: readonly [WatchServer, WatchServer],
    private readonly query: string,
  ) {}

  get lastEventId(): string {
    return this.#lastEventId;
  }

  /** True once the replica has responded to the last request. */
  get hasResponse(): boolean {
    return this.#hasResponse;
  }

  connect(replica: 0 | 1): void {
    if (this.#client) return;
    this.#applied = 0;
    const headers: Record<string, string> = this.#lastEventId === '' ? {} : { 'last-event-id': this.#lastEventId };
    if (this.#lastEventId === '') this.#clear();
    this.#hasResponse = false;
    this.#client = EventStreamClient.open(this.servers[replica].url(this.query), headers).finally(() => {
      this.#hasResponse = true;
    });
  }

  /** Applies the received events. A client that was rejected or cut off connects again. */
  async applyReceived(): Promise<void> {
    const client = await this.#client;
    if (client === undefined) return;
    for (const event of client.events.slice(this.#applied)) this.#apply(event);
    this.#applied = client.events.length;
    if (client.lastEventId !== '') this.#lastEventId = client.lastEventId;
    if (client.status === 410) this.#lastEventId = '';
    if (!client.ended) return;
    this.#client = undefined;
    this.connect(0);
  }

  async cut(): Promise<void> {
    const client = await this.#client;
    await client?.cut();
    this.#client = undefined;
  }

  #clear(): void {
    this.jobs.clear();
    this.#seen.clear();
  }

  #apply({ data, lastEventId, type }: StreamEvent): void {
    if (type === 'cut_off') return;
    const { id } = JSON.parse(data) as { readonly id: string };
    if (lastEventId !== '' && this.#seen.has(lastEventId)) throw new Error(`${lastEventId} was received twice`);
    this.#seen.add(lastEventId);
    if (type === 'removed') this.jobs.delete(id);
    else this.jobs.set(id, data);
  }
}

async function play(servers: readonly [WatchServer, WatchServer], steps: readonly Step[], copy: Copy): Promise<void> {
  const replicas = new Replicas(servers);
  copy.connect(0);
  for (const step of steps) {
    switch (step.do) {
      case 'change':
        replicas.change(step.jobs);
        break;
      case 'catch up':
        replicas.catchUp(1);
        break;
      case 'reload':
        await replicas.reload(step.replica, step.kept);
        break;
      case 'cut':
        // A replica that lags does not respond until it has caught up.
        if (!copy.hasResponse) replicas.catchUp(1);
        await copy.applyReceived();
        await copy.cut();
        break;
      case 'connect':
        copy.connect(step.replica);
        break;
      case 'turn':
        for (let turn = 0; turn < step.turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        break;
      default:
        step satisfies never;
    }
  }
  replicas.catchUp(1);
  copy.connect(1);
}

describe('a client that resumes after each disconnect', () => {
  it.each([
    ['long', 1_000],
    ['short', 15],
  ])(
    'has the jobs of a list, and no event twice, with a %s history',
    async (_length, changes) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 80, size: 'max' }), filter, scope, async (steps, query, seen) => {
          const limits = { changes, characters: 1_000_000 };
          const servers = [await startWatchServer(limits), await startWatchServer(limits)] as const;
          for (const server of servers) server.scope = seen;
          const copy = new Copy(servers, query);
          try {
            await play(servers, steps, copy);
            const revision = servers[0].view.revision();
            for (let turn = 0; copy.lastEventId !== revision; turn += 1) {
              if (turn > 2_000) throw new Error(`the client does not get from ${copy.lastEventId} to ${revision}`);
              if (turn % 10 === 0) for (const { time } of servers) time.elapse(10_000);
              await new Promise((resolve) => setImmediate(resolve));
              await copy.applyReceived();
            }
            const { selection } = readWatchRequest(query, undefined, 0, seen);
            const shown = [...servers[0].view.oldestFirst()].filter((record) => selection.selects(record));
            expect([...copy.jobs].sort()).toEqual(shown.map(({ job, text }) => [job.id, text]).sort());
            await copy.cut();
            await until('there are no sessions', () => servers.every(({ watches }) => watches.size === 0));
          } finally {
            await Promise.all(servers.map((server) => server.close()));
          }
        }),
        { numRuns: 150 },
      );
    },
    120_000,
  );
});
