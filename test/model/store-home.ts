/** Where the gateways of one model run keep their jobs, and how that place can fail. */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  type Clock,
  compareRevisions,
  FIRST_REVISION,
  type JobStore,
  type Logger,
  type Revision,
  Secret,
} from '@gateway/core';
import { createStore } from '@gateway/store';
import { Redis } from 'ioredis';

import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { TcpProxy } from '@gateway/testing/tcp-proxy';

/** A place for jobs that outlives gateways. */
export interface StoreHome {
  readonly kind: 'embedded' | 'redis';
  /** The last revision any gateway was told its writes have. */
  readonly written: Revision;
  /** A store over this place, not open yet. */
  store(logger: Logger): JobStore;
  /** Breaks all connections; only a Redis can be cut off. */
  cut(): Promise<void>;
  /** Lets connections through again, to a store that has lost everything where `empty`. */
  mend(empty: boolean): Promise<void>;
  remove(): Promise<void>;
}

/** A folder for an embedded store. */
export async function embeddedHome(clock: Clock): Promise<StoreHome> {
  const path = await mkdtemp(join(tmpdir(), 'gateway-model-'));
  const never = async (): Promise<void> => undefined;
  const written = new Written();
  return {
    kind: 'embedded',
    get written() {
      return written.last;
    },
    store: (logger) => written.noting(createStore({ kind: 'embedded', path, clock, logger })),
    cut: never,
    mend: never,
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A Redis of our own behind a network that can be cut, for one model run at a time. */
export class RedisGround {
  private constructor(
    private readonly server: RedisServer,
    private readonly proxy: TcpProxy,
    private readonly direct: Redis,
  ) {}

  static async start(): Promise<RedisGround> {
    const server = await startRedisServer();
    const proxy = new TcpProxy(server.port);
    await proxy.open();
    return new RedisGround(server, proxy, new Redis(server.port, { disconnectTimeout: 100 }));
  }

  async stop(): Promise<void> {
    this.direct.disconnect();
    await this.proxy.cut();
    await this.server.kill();
  }

  /** An empty Redis, in which leases end by this clock. */
  home(clock: Clock): StoreHome {
    const namespace = `model-${randomUUID()}`;
    const url = new Secret(`redis://127.0.0.1:${this.proxy.port}`);
    const ends = new Map<string, number>();
    const endLease = async (source: string): Promise<void> => {
      if ((ends.get(source) ?? Infinity) <= clock.now()) await this.direct.del(`{${namespace}}:lease:${source}`);
    };
    const written = new Written();
    return {
      kind: 'redis',
      get written() {
        return written.last;
      },
      store: (logger) => {
        const store = written.noting(createStore({ kind: 'redis', url, namespace, clock, logger }));
        return withLeasesBy(store, endLease, (source, ttlMs) => ends.set(source, clock.now() + ttlMs));
      },
      cut: () => this.proxy.cut(),
      mend: async (empty) => {
        if (empty) await this.direct.flushall();
        if (empty) written.last = FIRST_REVISION;
        await this.proxy.open();
      },
      remove: async () => void (await this.direct.flushall()),
    };
  }
}

/** Takes note of what appends have come to. */
class Written {
  last: Revision = FIRST_REVISION;

  noting(store: JobStore): JobStore {
    return replacing(store, {
      append: async (drafts, context) => {
        const result = await store.append(drafts, context);
        if (compareRevisions(result.revision, this.last) > 0) this.last = result.revision;
        return result;
      },
    });
  }
}

/** Redis ends leases by the machine's clock, which hardly moves here: they are ended for it. */
function withLeasesBy(
  store: JobStore,
  endLease: (source: string) => Promise<void>,
  begun: (source: string, ttlMs: number) => void,
): JobStore {
  return replacing(store, {
    acquireLease: async (source, holder, ttlMs) => {
      await endLease(source);
      const lease = await store.acquireLease(source, holder, ttlMs);
      if (lease) begun(source, ttlMs);
      return lease;
    },
  });
}

/** The store, with some of its methods replaced. */
function replacing(store: JobStore, methods: Partial<JobStore>): JobStore {
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
