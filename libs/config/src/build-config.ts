import { resolve } from 'node:path';

import {
  CONFIG_ORIGIN,
  type RedisAddress,
  type RedisLogin,
  type RedisNodes,
  Secret,
  type StoreConfig,
} from '@gateway/core';

import { buildAccess } from './build-access.js';
import { buildPort, portAtStart } from './build-server.js';
import { buildSecret, buildSource, buildTls } from './build-source.js';
import { type BuiltFiles } from './build-sources-files.js';
import { type ConfigWarning, type LoadedConfig } from './config.js';
import { type OptionsPlace, placesOfDefaults } from './defaults.js';
import { milliseconds } from './duration.js';
import { fingerprintOf } from './fingerprint.js';
import { type LoadedFiles } from './loaded-files.js';
import { itemPath } from './option-path.js';
import { type FileSection, type RedisLoginSection, type SourceSection, type StoreSection } from './sections.js';

const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;

/** Adds the defaults. Expects sections without a fault, and the files they name to be read. */
export function buildConfig(
  file: string,
  sections: FileSection,
  files: LoadedFiles,
  fromFiles: BuiltFiles,
): LoadedConfig {
  const { access, actions, audit, defaults, retention, sources, store } = sections;
  const port = buildPort(sections, files);
  const atStart = portAtStart(port);
  const rate = { ratePerSecond: Number(actions?.rate ?? 5) };
  const actionsMs = milliseconds(retention?.actions ?? '90d');
  const auditFile = audit && { file: files.locate(audit.file) };
  const rules = access === undefined ? undefined : buildAccess(access, files);
  const own = (sources ?? []).map((source) => buildSource(source, CONFIG_ORIGIN, { defaults, files }));
  return {
    ...port,
    ...(rules && { access: rules }),
    store: buildStore(store, files),
    retention: {
      terminalMs: milliseconds(retention?.terminal ?? '7d'),
      maxJobs: Number(retention?.max_jobs ?? 1_000_000),
      actionsMs,
    },
    actions: rate,
    ...(auditFile && { audit: auditFile }),
    sources: [...own, ...fromFiles.sources],
    files: [...new Set([resolve(file), ...files.paths, ...fromFiles.watched])],
    warnings: warningsOf([
      ...placesOfDefaults(defaults),
      ...placesInList({ name: 'sources', sources: sources ?? [] }),
      ...fromFiles.accepted.flatMap(placesInList),
    ]),
    rejected: fromFiles.rejected,
    accessFingerprint: rules === undefined ? '' : fingerprintOf([rules, rules.sessionKey?.reveal()]),
    atStart: {
      server: fingerprintOf(atStart.server),
      limits: fingerprintOf(atStart.limits),
      shutdown: fingerprintOf(atStart.shutdown),
      store: fingerprintOf(store),
      actions: fingerprintOf(rate),
      audit: fingerprintOf(auditFile ?? null),
      'retention.actions': fingerprintOf(actionsMs),
    },
  };
}

function placesInList(list: { readonly name: string; readonly sources: readonly SourceSection[] }): OptionsPlace[] {
  return list.sources.map((options, index) => ({ path: itemPath(list.name, index), options }));
}

/** One warning for all uses of the deprecated option, at the path of the first one. */
function warningsOf(places: readonly OptionsPlace[]): readonly ConfigWarning[] {
  const paths = places.flatMap(({ options, path }) => (options.poll?.memory == null ? [] : [`${path}.poll.memory`]));
  const [path] = paths;
  if (path === undefined) return [];
  const others = paths.length === 1 ? '' : `, also in ${paths.length - 1} more`;
  return [{ path, message: `deprecated, use poll.finished_job_ttl instead${others}` }];
}

function buildStore(store: StoreSection, files: LoadedFiles): StoreConfig {
  switch (store.kind) {
    case 'embedded':
      return { kind: 'embedded', path: files.locate(store.path ?? '') };
    case 'redis':
      return {
        kind: 'redis',
        namespace: store.namespace ?? 'jobs',
        ...redisAddress(store, files),
        ...(store.auth && { login: redisLogin(store.auth, files) }),
        ...(store.tls && { tls: buildTls(store.tls, files) }),
      };
    default:
      return store.kind satisfies never;
  }
}

function redisAddress({ cluster, sentinel, url }: StoreSection, files: LoadedFiles): RedisAddress {
  if (cluster) return { cluster: redisNodes(cluster.nodes, REDIS_PORT) };
  if (!sentinel) return { url: new Secret(url ?? '') };
  const { auth, master, nodes } = sentinel;
  return { sentinel: { master, ...redisNodes(nodes, SENTINEL_PORT), ...(auth && { login: redisLogin(auth, files) }) } };
}

function redisNodes(addresses: readonly string[], defaultPort: number): RedisNodes {
  const urls = addresses.map((address) => new URL(address));
  return {
    nodes: urls.map(({ hostname, port }) => ({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? defaultPort : Number(port),
    })),
    encrypted: urls.every(({ protocol }) => protocol === 'rediss:'),
  };
}

function redisLogin({ password, password_file, username }: RedisLoginSection, files: LoadedFiles): RedisLogin {
  return { ...(username != null && { username }), password: buildSecret(password, password_file, files) };
}
