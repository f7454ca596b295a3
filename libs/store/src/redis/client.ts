import { type RedisAccess, type RedisLogin, type RedisNodes } from '@gateway/core';
import { Cluster, type ClusterOptions, Redis, type RedisCommander, type RedisOptions } from 'ioredis';

import { ACQUIRE_LEASE } from './scripts/acquire-lease.js';
import { ANNOUNCE } from './scripts/announce.js';
import { APPEND_CHANGES } from './scripts/append-changes.js';
import { CHECK_REACH } from './scripts/check-reach.js';
import { READ_REVISION } from './scripts/read-revision.js';
import { RELEASE_LEASE } from './scripts/release-lease.js';
import { SAVE_CHECKPOINT } from './scripts/save-checkpoint.js';

const CONNECT_TIMEOUT_MS = 5_000;
const DISCONNECT_TIMEOUT_MS = 100;
const SENTINEL_TIMEOUT_MS = 1_000;
const MAX_RETRY_DELAY_MS = 2_000;
const SLOTS_TIMEOUT_MS = 2_000;
const SLOTS_INTERVAL_MS = 5_000;
/** Between two connections given up because their node takes no writes, in ms. */
const MIN_RELOCATION_INTERVAL_MS = 1_000;

/** Our scripts, by the names of the commands they become. */
const SCRIPTS = {
  appendChanges: { lua: APPEND_CHANGES, numberOfKeys: 3 },
  readRevision: { lua: READ_REVISION, numberOfKeys: 1 },
  checkReach: { lua: CHECK_REACH, numberOfKeys: 1 },
  acquireLease: { lua: ACQUIRE_LEASE, numberOfKeys: 2 },
  releaseLease: { lua: RELEASE_LEASE, numberOfKeys: 1 },
  saveCheckpoint: { lua: SAVE_CHECKPOINT, numberOfKeys: 2 },
  announce: { lua: ANNOUNCE, numberOfKeys: 1 },
};

/** Our scripts as commands: keys, then arguments, as each script names them. */
interface ScriptCommands {
  appendChanges(...keysAndArguments: (string | number)[]): Promise<[revision: string, ...refused: string[]] | null>;
  readRevision(log: string): Promise<string>;
  checkReach(log: string, revision: string): Promise<number>;
  acquireLease(lease: string, fencing: string, source: string, holder: string, ttlMs: number): Promise<string | null>;
  releaseLease(lease: string, value: string): Promise<number>;
  saveCheckpoint(lease: string, memory: string, value: string, source: string, json: string): Promise<number>;
  announce(replicas: string, replica: string, ttlMs: number): Promise<string[]>;
}

/** What a single Redis and a Cluster have in common, with our scripts. */
export type Client = RedisCommander &
  ScriptCommands &
  Pick<Redis, 'connect' | 'disconnect' | 'quit' | 'status' | 'on' | 'once'>;

/** Options that every kind of client takes. */
type SharedOptions = Omit<NonNullable<ClusterOptions['redisOptions']>, 'replyMapping'>;

/** What a client tells of itself while it works. */
export interface ClientEvents {
  /** The client leaves a node that takes no writes, to find the one that does. */
  readonly onRelocate: () => void;
}

/**
 * A client that is not connected yet. After `connect` it goes on trying, with growing pauses and the logins as they are then,
 * but ends when Sentinels announce a new master in the middle of an attempt. A command given while it is not connected, or
 * unanswered for `responseTimeoutMs` or when the connection goes, fails and is not sent again; in a Cluster it may take 5 s more, as
 * the connection to a node is opened by the first command to it. Throws what ioredis throws when the url is none.
 */
export function createClient(access: RedisAccess, responseTimeoutMs: number, events: ClientEvents): Client {
  const shared = sharedOptions(access, responseTimeoutMs, events);
  let live: object = shared;
  const again = (attempts: number): number => {
    try {
      Object.assign(live, loginOptions(access.login), sentinelLoginOptions(access));
    } catch {
      // A secret file that cannot be read just now: the login stays as it was, and Redis says what it thinks of it.
    }
    return retryDelayMs(attempts);
  };
  if ('cluster' in access) return createCluster(access.cluster, shared, again) as unknown as Client;
  const single = { ...shared, retryStrategy: again, enableOfflineQueue: false };
  const client =
    'url' in access
      ? new Redis(access.url.reveal(), single)
      : new Redis({ ...single, ...sentinelOptions(access, again) });
  live = client.options;
  return client as unknown as Client;
}

function sharedOptions(access: RedisAccess, responseTimeoutMs: number, { onRelocate }: ClientEvents): SharedOptions {
  let relocatedAt = -Infinity;
  return {
    lazyConnect: true,
    scripts: SCRIPTS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    socketTimeout: responseTimeoutMs,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    ...loginOptions(access.login),
    ...tlsOptions(access),
    // A master that has become a replica: whoever gave us its address may know the new master by now.
    reconnectOnError: (error) => {
      const now = performance.now();
      if (!error.message.startsWith('READONLY') || now - relocatedAt < MIN_RELOCATION_INTERVAL_MS) return false;
      relocatedAt = now;
      onRelocate();
      return 1;
    },
  };
}

function sentinelOptions(
  access: RedisAccess,
  sentinelRetryStrategy: (attempts: number) => number,
): Omit<RedisOptions, 'replyMapping'> {
  if (!('sentinel' in access)) return {};
  const { encrypted, master, nodes } = access.sentinel;
  const { tls } = tlsOptions(access);
  return {
    name: master,
    sentinels: [...nodes],
    sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
    // Learns of a fail-over from the Sentinels, not only from a silent or refusing master.
    failoverDetector: true,
    sentinelReconnectStrategy: retryDelayMs,
    sentinelRetryStrategy,
    ...sentinelLoginOptions(access),
    ...(encrypted && tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

/**
 * A Cluster that takes commands only while it knows who serves what, and lets each wait for a limited time. Without the queue
 * of ioredis only the first command to a node would be taken, those given while that one's connection is opened not; with it
 * alone they would wait for any time, those too that the Cluster told to try again before it was lost.
 */
class ReadyCluster extends Cluster {
  override sendCommand(...[command, ...rest]: Parameters<Cluster['sendCommand']>): unknown {
    // Taken out of the queue after its time.
    if (command.isSettled) return command.promise;
    if (this.status === 'ready' || command.name === 'cluster') {
      command.setTimeout(CONNECT_TIMEOUT_MS + (this.options.redisOptions?.socketTimeout ?? 0));
      return super.sendCommand(command, ...rest);
    }
    command.reject(new Error('Cluster is not ready'));
    return command.promise;
  }
}

function createCluster(
  { encrypted, nodes }: RedisNodes,
  redisOptions: SharedOptions,
  clusterRetryStrategy: (attempts: number) => number,
): Cluster {
  return new ReadyCluster([...nodes], {
    lazyConnect: true,
    scripts: SCRIPTS,
    // Commands wait for a node whose connection is being opened; for the Cluster itself they do not, see `ReadyCluster`.
    enableOfflineQueue: true,
    clusterRetryStrategy,
    slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
    slotsRefreshInterval: SLOTS_INTERVAL_MS,
    // What was perhaps sent is not sent again; what a node has handed on to another one was not done.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // A certificate names hosts: they are not to be turned into addresses.
    ...(encrypted && { dnsLookup: (address, callback) => callback(null, address) }),
    redisOptions,
  });
}

function loginOptions(login: RedisLogin | undefined): Pick<RedisOptions, 'username' | 'password'> {
  if (!login) return {};
  const { password, username } = login;
  return { password: password.reveal(), ...(username !== undefined && { username }) };
}

function sentinelLoginOptions(access: RedisAccess): Pick<RedisOptions, 'sentinelUsername' | 'sentinelPassword'> {
  const login = 'sentinel' in access ? access.sentinel.login : undefined;
  if (!login) return {};
  const { password, username } = login;
  return { sentinelPassword: password.reveal(), ...(username !== undefined && { sentinelUsername: username }) };
}

function tlsOptions(access: RedisAccess): Pick<RedisOptions, 'tls'> {
  const { tls } = access;
  if (!isEncrypted(access)) return {};
  return { tls: { ...(tls?.ca !== undefined && { ca: tls.ca }), rejectUnauthorized: tls?.insecure !== true } };
}

function isEncrypted(access: RedisAccess): boolean {
  if ('url' in access) return access.url.reveal().startsWith('rediss:');
  return 'sentinel' in access ? access.sentinel.encrypted : access.cluster.encrypted;
}

function retryDelayMs(attempts: number): number {
  return Math.min(50 * 2 ** attempts, MAX_RETRY_DELAY_MS) * (0.5 + Math.random() / 2);
}
