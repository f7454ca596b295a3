/** The store of a model run, and its failures. */
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
import { type RedisServer, startRedisServer } from '@gateway/testing/redis-server';
import { TcpProxy } from '@gateway/testing/tcp-proxy';
import { Redis } from 'ioredis';

import { damageFolder, type FolderDamageCommand } from './damage-folder.js';
import { damageRedis, type RedisDamageCommand, textsInRedis } from './damage-redis.js';

/** The data of a store. It outlives the gateways of a run. */
export interface StoreFixture {
  readonly kind: 'embedded' | 'redis';
  /** The latest revision that any write has returned. */
  readonly lastWritten: Revision;
  /** A store over this data, not open yet. */
  createStore(logger: Logger): JobStore;
  /** Breaks all connections to Redis. No effect on an embedded store. */
  disconnect(): Promise<void>;
  /** Accepts connections again; with `empty`, Redis has lost all data. */
  reconnect(empty: boolean): Promise<void>;
  /** Damages Redis: see the function of that name. No effect on an embedded store. */
  damageRedis(command: RedisDamageCommand, present: readonly string[]): Promise<void>;
  /** Damages the folder of an embedded store that no gateway uses: see the function of that name. */
  damageFolder(command: FolderDamageCommand, ids: readonly string[]): Promise<string | undefined>;
  /** The texts of all records in Redis, by id; `undefined` for an embedded store. */
  texts(): Promise<ReadonlyMap<string, string> | undefined>;
  /** Deletes the data. */
  remove(): Promise<void>;
}

/** An embedded store in a new folder. */
export async function embeddedFixture(clock: Clock): Promise<StoreFixture> {
  const path = await mkdtemp(join(tmpdir(), 'gateway-model-'));
  const noEffect = async (): Promise<undefined> => undefined;
  const lastWrite = new LastWrite();
  return {
    kind: 'embedded',
    get lastWritten() {
      return lastWrite.revision;
    },
    createStore: (logger) => lastWrite.observe(createStore({ kind: 'embedded', path, clock, logger })),
    disconnect: noEffect,
    reconnect: noEffect,
    damageRedis: noEffect,
    damageFolder: (command, ids) => damageFolder(path, command, ids),
    texts: noEffect,
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** A Redis server behind a TCP proxy that can break all connections. For one model run at a time. */
export class ModelRedis {
  private constructor(
    private readonly server: RedisServer,
    private readonly proxy: TcpProxy,
    private readonly direct: Redis,
  ) {}

  static async start(): Promise<ModelRedis> {
    const server = await startRedisServer();
    const proxy = new TcpProxy(server.port);
    await proxy.open();
    return new ModelRedis(server, proxy, new Redis(server.port, { disconnectTimeout: 100 }));
  }

  async stop(): Promise<void> {
    this.direct.disconnect();
    await this.proxy.cut();
    await this.server.kill();
  }

  /** An empty namespace of the Redis server, with leases that expire by this clock. */
  createFixture(clock: Clock): StoreFixture {
    const namespace = `model-${randomUUID()}`;
    const url = new Secret(`redis://127.0.0.1:${this.proxy.port}`);
    const ends = new Map<string, number>();
    const expireLease = async (source: string): Promise<void> => {
      if ((ends.get(source) ?? Infinity) <= clock.now()) await this.direct.del(`{${namespace}}:lease:${source}`);
    };
    const lastWrite = new LastWrite();
    return {
      kind: 'redis',
      get lastWritten() {
        return lastWrite.revision;
      },
      createStore: (logger) => {
        const store = lastWrite.observe(createStore({ kind: 'redis', url, namespace, clock, logger }));
        return withManualLeases(store, expireLease, (source, ttlMs) => ends.set(source, clock.now() + ttlMs));
      },
      disconnect: () => this.proxy.cut(),
      reconnect: async (empty) => {
        if (empty) await this.direct.flushall();
        if (empty) lastWrite.revision = FIRST_REVISION;
        await this.proxy.open();
      },
      damageRedis: async (command, present) => {
        const hasLostLog = await damageRedis(this.direct, namespace, command, present);
        if (hasLostLog) lastWrite.revision = FIRST_REVISION;
      },
      damageFolder: async () => undefined,
      texts: () => textsInRedis(this.direct, namespace),
      remove: async () => void (await this.direct.flushall()),
    };
  }
}

/** Keeps the latest revision that `append` has returned. */
class LastWrite {
  revision: Revision = FIRST_REVISION;

  observe(store: JobStore): JobStore {
    return withMethods(store, {
      append: async (drafts, context) => {
        const result = await store.append(drafts, context);
        if (compareRevisions(result.revision, this.revision) > 0) this.revision = result.revision;
        return result;
      },
    });
  }
}

/** Redis expires leases by the machine's clock. This expires them by the manual clock. */
function withManualLeases(
  store: JobStore,
  expireLease: (source: string) => Promise<void>,
  onAcquired: (source: string, ttlMs: number) => void,
): JobStore {
  return withMethods(store, {
    acquireLease: async (source, holder, ttlMs) => {
      await expireLease(source);
      const lease = await store.acquireLease(source, holder, ttlMs);
      if (lease) onAcquired(source, ttlMs);
      return lease;
    },
  });
}

/** The store, with some methods replaced. */
function withMethods(store: JobStore, methods: Partial<JobStore>): JobStore {
  return new Proxy(store, {
    get: (target, name) => {
      const member: unknown = Reflect.get(methods, name) ?? Reflect.get(target, name);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}
