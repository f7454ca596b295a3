/** A gateway with several sources, and gateways that have only some of them. */
import { createHash } from 'node:crypto';

import { type AccessConfig, type JobState, readSourceSelector, type SourceKind, type SourceScope } from '@gateway/core';
import { FakeAdapter } from '@gateway/testing/fake-adapter';
import { ManualTime } from '@gateway/testing/manual-time';

import { type Home, makeFolder } from './home.js';
import { startGateway, type TestAnswer, type TestGateway } from './start-gateway.js';

/** The configured sources. */
export const KINDS: Readonly<Record<string, SourceKind>> = { east: 'ontap', west: 'ontap', um1: 'unified-manager' };
/** A source that is no longer configured, but has jobs. */
export const REMOVED = 'old';
/** The sources of each token, by its name. */
export const SCOPES: Readonly<Record<string, readonly string[]>> = {
  none: [],
  east: ['east'],
  others: ['um1', 'west'],
  ontap: ['east', 'west'],
  all: ['east', 'um1', 'west'],
};
/** The selectors of each token: its grants add up. */
const SELECTORS: Readonly<Record<string, readonly string[]>> = {
  none: [`source.name=${REMOVED}`],
  east: ['source.name=east&source.kind=ontap'],
  others: ['source.kind=unified-manager', 'source.name=w*'],
  ontap: ['source.kind=ontap'],
  all: ['source.name=!none'],
};
/** Clients without a login, which are the tests themselves, see and do everything. */
const ACCESS: AccessConfig = {
  anonymous: { role: 'admin' },
  tokens: Object.entries(SELECTORS).flatMap(([name, selectors]) =>
    selectors.map((text) => ({
      name,
      sha256: createHash('sha256').update(name).digest('hex'),
      role: 'operator',
      sources: readSourceSelector(text),
    })),
  ),
  certificates: [],
};

/** A scope with these sources. */
export function scopeOf(...names: readonly string[]): SourceScope {
  return { key: names.join('|'), sources: new Set(names) };
}

/** All gateways poll the same backends and have the same clock. */
export class ScopedGateways {
  readonly time = new ManualTime(Date.UTC(2030, 0, 1));
  readonly backends = new Map<string, FakeAdapter>();
  /** The gateways that have only the sources of a scope, by its name. */
  readonly references = new Map<string, TestGateway>();
  #whole: TestGateway | undefined;
  #closed: (() => Promise<void>)[] = [];

  /** The gateway that has all sources, and the tokens of `SCOPES`. */
  get whole(): TestGateway {
    if (!this.#whole) throw new Error('not started');
    return this.#whole;
  }

  async start(): Promise<void> {
    for (const [name, kind] of Object.entries({ ...KINDS, [REMOVED]: 'ontap' as const })) {
      const backend = new FakeAdapter(kind);
      this.backends.set(name, backend);
      for (const id of ['1', '2', `only-${name}`]) backend.add(id, { description: `job ${id} of ${name}` });
    }
    const home = await makeFolder();
    this.#closed.push(() => home.remove());
    const before = await startGateway(this.#adapters([REMOVED]), home, this.time);
    await before.poll(REMOVED);
    await before.close();
    this.#whole = await this.#open(Object.keys(KINDS), home, ACCESS);
    for (const [name, sources] of Object.entries(SCOPES)) {
      this.references.set(name, await this.#open(Object.keys(KINDS).filter((each) => sources.includes(each))));
    }
  }

  /** Changes a job at its backend, and polls the source in every gateway that has it. */
  async change(source: string, nativeId: string, state: JobState): Promise<void> {
    this.backends.get(source)?.add(nativeId, { state, description: `job ${nativeId} of ${source}` });
    await this.poll(source);
  }

  /** Polls a source in every gateway that has it. */
  async poll(source: string): Promise<void> {
    const references = [...this.references].filter(([name]) => SCOPES[name]?.includes(source));
    for (const gateway of [this.whole, ...references.map(([, each]) => each)]) await gateway.poll(source);
  }

  /** The headers of requests with a token. */
  headers(name: string): Record<string, string> {
    return { authorization: `Bearer ${name}` };
  }

  /** The answer of the gateway with all sources to a caller with a token. */
  scoped(name: string, method: string, path: string, headers: Record<string, string> = {}): Promise<TestAnswer> {
    return this.whole.request(method, path, { headers: { ...headers, ...this.headers(name) } });
  }

  /** The answer of the gateway that has only the sources of the scope. */
  reference(scope: string, method: string, path: string): Promise<TestAnswer> {
    const gateway = this.references.get(scope);
    if (!gateway) throw new Error(`no scope ${scope}`);
    return gateway.request(method, path);
  }

  async close(): Promise<void> {
    for (const gateway of [this.#whole, ...this.references.values()]) await gateway?.close();
    for (const close of this.#closed) await close();
  }

  async #open(sources: readonly string[], home?: Home, access?: AccessConfig): Promise<TestGateway> {
    const gateway = await startGateway(this.#adapters(sources), home, this.time, undefined, undefined, access);
    await gateway.poll(...sources);
    return gateway;
  }

  #adapters(sources: readonly string[]): Record<string, FakeAdapter> {
    return Object.fromEntries(sources.map((name) => [name, this.backends.get(name) as FakeAdapter]));
  }
}
