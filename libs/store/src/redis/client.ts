import { checkServerIdentity, type ConnectionOptions } from 'node:tls';

import { certificatesIn, type RedisAccess, type RedisLogin, type RedisNodes } from '@gateway/core';
import { Cluster, type ClusterOptions, Redis, type RedisCommander, type RedisOptions } from 'ioredis';

import { KEY_TYPES } from './keys.js';
import { ACQUIRE_LEASE } from './scripts/acquire-lease.js';
import { ANNOUNCE } from './scripts/announce.js';
import { APPEND_CHANGES } from './scripts/append-changes.js';
import { CHECK_REACH } from './scripts/check-reach.js';
import { INSPECT } from './scripts/inspect.js';
import { READ_FORMAT } from './scripts/read-format.js';
import { READ_REVISION } from './scripts/read-revision.js';
import { READ_REVISIONS } from './scripts/read-revisions.js';
import { RELEASE_LEASE } from './scripts/release-lease.js';
import { REPLACE_METADATA } from './scripts/replace-metadata.js';
import { SAVE_CHECKPOINT } from './scripts/save-checkpoint.js';

const CONNECT_TIMEOUT_MS = 5_000;
const DISCONNECT_TIMEOUT_MS = 100;
const SENTINEL_TIMEOUT_MS = 1_000;
const MAX_RETRY_DELAY_MS = 2_000;
const SLOTS_TIMEOUT_MS = 2_000;
const SLOTS_INTERVAL_MS = 5_000;
/** Minimum time between two reconnections because the node does not accept writes. */
const MIN_RELOCATION_INTERVAL_MS = 1_000;

/** The store's scripts, by the names of their commands. */
const SCRIPTS = {
  appendChanges: { lua: APPEND_CHANGES, numberOfKeys: 3 },
  readFormat: { lua: READ_FORMAT, numberOfKeys: 1 },
  readRevision: { lua: READ_REVISION, numberOfKeys: 2 },
  readRevisions: { lua: READ_REVISIONS, numberOfKeys: 2 },
  inspect: { lua: INSPECT, numberOfKeys: 2 * Object.keys(KEY_TYPES).length },
  replaceMetadata: { lua: REPLACE_METADATA, numberOfKeys: 1 },
  checkReach: { lua: CHECK_REACH, numberOfKeys: 1 },
  acquireLease: { lua: ACQUIRE_LEASE, numberOfKeys: 2 },
  releaseLease: { lua: RELEASE_LEASE, numberOfKeys: 1 },
  saveCheckpoint: { lua: SAVE_CHECKPOINT, numberOfKeys: 2 },
  announce: { lua: ANNOUNCE, numberOfKeys: 1 },
};

/** The scripts as commands: keys, then arguments, as each script lists them. */
interface ScriptCommands {
  appendChanges(...keysAndArguments: (string | number)[]): Promise<[revision: string, ...rejected: string[]] | null>;
  readFormat(format: string): Promise<string>;
  readRevision(log: string, jobs: string): Promise<string>;
  readRevisions(...keysAndIds: string[]): Promise<[latest: string, ...revisions: string[]]>;
  inspect(
    ...keysAndTypes: string[]
  ): Promise<[revision: string, records: number, policy: string, moved: string[], expiring: string[]]>;
  replaceMetadata(metadata: string, key: string, hasExpected: number, expected: string, text: string): Promise<number>;
  checkReach(log: string, revision: string): Promise<number>;
  acquireLease(
    ...keysAndArguments: (string | number)[]
  ): Promise<[fencing: string, dataSet: string, ...repairs: string[]]>;
  releaseLease(lease: string, value: string): Promise<number>;
  saveCheckpoint(lease: string, checkpoints: string, value: string, source: string, json: string): Promise<number>;
  announce(replicas: string, replica: string, ttlMs: number): Promise<[live: string[], removed: string[]]>;
}

/** The common part of the clients for a single Redis and for a Cluster, with the store's scripts as commands. */
export type Client = RedisCommander &
  ScriptCommands &
  Pick<Redis, 'connect' | 'disconnect' | 'quit' | 'status' | 'on' | 'once'>;

/** Options for every kind of client. */
type SharedOptions = Omit<NonNullable<ClusterOptions['redisOptions']>, 'replyMapping'>;

/** Callbacks of a client. */
export interface ClientEvents {
  /** The client disconnects from a node that does not accept writes, to find the node that does. */
  readonly onRelocate: () => void;
}

/**
 * Creates a client that is not connected yet. After `connect` it keeps trying, with growing delays, and uses the
 * current secrets for each attempt. It ends if Sentinels announce a new master during an attempt.
 *
 * A command fails and is not sent again if the client is not connected, if it gets no response within
 * `responseTimeoutMs`, or if the connection is lost before the response. In a Cluster it can take 5 s longer,
 * because the first command to a node opens the connection. Throws the error of ioredis if the URL is invalid.
 */
export function createClient(access: RedisAccess, responseTimeoutMs: number, events: ClientEvents): Client {
  const shared = sharedOptions(access, responseTimeoutMs, events);
  let currentOptions: object = shared;
  const retry = (attempts: number): number => {
    Object.assign(currentOptions, loginOptions(access.login), sentinelLoginOptions(access));
    return retryDelayMs(attempts);
  };
  if ('cluster' in access) return createCluster(access.cluster, shared, retry) as unknown as Client;
  const single = { ...shared, retryStrategy: retry, enableOfflineQueue: false };
  const client =
    'url' in access
      ? new Redis(access.url.reveal(), single)
      : new Redis({ ...single, ...sentinelOptions(access, retry) });
  currentOptions = client.options;
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
    // The master has become a replica: reconnecting finds the new master through the DNS name, proxy or Sentinels.
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
    // Detects a failover by the message of the Sentinels too, not only by a master that is silent or rejects writes.
    failoverDetector: true,
    sentinelReconnectStrategy: retryDelayMs,
    sentinelRetryStrategy,
    ...sentinelLoginOptions(access),
    ...(encrypted && tls && { sentinelTLS: tls, enableTLSForSentinelMode: true }),
  };
}

/**
 * A Cluster client that accepts commands only while it knows which node serves which slot, and limits how long a
 * command waits. ioredis has only two modes. Without its offline queue, commands fail while the connection to their
 * node is being opened. With the queue, they wait without limit, also after the Cluster is lost.
 */
class ReadyCluster extends Cluster {
  override sendCommand(...[command, ...rest]: Parameters<Cluster['sendCommand']>): unknown {
    // The command left the queue after its time limit.
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
    // Commands wait while the connection to their node is being opened, but not for the Cluster: see `ReadyCluster`.
    enableOfflineQueue: true,
    clusterRetryStrategy,
    slotsRefreshTimeout: SLOTS_TIMEOUT_MS,
    slotsRefreshInterval: SLOTS_INTERVAL_MS,
    // A command that may have been executed is not sent again; one that a node redirected was not executed.
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    // Certificates contain host names, so host names must not be resolved to addresses.
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
  return { tls: { ...(tls?.ca !== undefined && trustIn(tls.ca)), rejectUnauthorized: tls?.insecure !== true } };
}

/** Accepts what the certificates in a PEM text have signed for the right name, and these certificates themselves. */
function trustIn(ca: string): ConnectionOptions {
  const listed = certificatesIn(ca);
  return {
    ca,
    allowPartialTrustChain: true, // also a certificate that is listed without its authority
    checkServerIdentity: (host, certificate) => {
      const isListed = listed.some((der) => der.equals(certificate.raw));
      return isListed ? undefined : checkServerIdentity(host, certificate);
    },
  };
}

function isEncrypted(access: RedisAccess): boolean {
  if ('url' in access) return access.url.reveal().startsWith('rediss:');
  return 'sentinel' in access ? access.sentinel.encrypted : access.cluster.encrypted;
}

function retryDelayMs(attempts: number): number {
  return Math.min(50 * 2 ** attempts, MAX_RETRY_DELAY_MS) * (0.5 + Math.random() / 2);
}
