import { resolve } from 'node:path';

import {
  type Config,
  CONFIG_ORIGIN,
  type ConfiguredSource,
  type Login,
  type RedisAddress,
  type RedisLogin,
  type RedisNodes,
  Secret,
  type StoreConfig,
} from '@gateway/core';

import { finishedJobTtl, POLL_DEFAULTS } from './check-poll.js';
import { type ConfigWarning, type LoadedConfig, type LoadedSource } from './config.js';
import { parseDuration } from './duration.js';
import { fingerprintOf } from './fingerprint.js';
import { type LoadedFiles } from './loaded-files.js';
import { itemPath } from './option-path.js';
import {
  type AuthSection,
  type FileSection,
  type RedisLoginSection,
  type SourceSection,
  type StoreSection,
  type TlsSection,
} from './sections.js';

const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;
/** Characters of a fingerprint; enough to distinguish the few backends that one source name ever stood for. */
const BACKEND_LENGTH = 16;

/** Adds the defaults. Expects sections without a fault, and the files they name to be read. */
export function buildConfig(
  file: string,
  { server, store, retention, sources }: FileSection,
  files: LoadedFiles,
): LoadedConfig {
  const address: Config['server'] = { host: server?.host ?? '127.0.0.1', port: Number(server?.port ?? 8080) };
  return {
    server: address,
    store: buildStore(store, files),
    retention: {
      terminalMs: milliseconds(retention?.terminal ?? '7d'),
      maxJobs: Number(retention?.max_jobs ?? 1_000_000),
    },
    sources: (sources ?? []).map((source) => withFingerprint(buildSource(source, files), source, files)),
    files: [resolve(file), ...files.paths],
    warnings: warningsOf(sources ?? []),
    atStart: { server: fingerprintOf(address), store: fingerprintOf(store) },
  };
}

/** One warning for all uses of the deprecated option, at the path of the first one. */
function warningsOf(sources: readonly SourceSection[]): readonly ConfigWarning[] {
  const paths = sources.flatMap(({ poll }, index) => {
    return poll?.memory == null ? [] : [`${itemPath('sources', index)}.poll.memory`];
  });
  const [path] = paths;
  if (path === undefined) return [];
  const others = paths.length === 1 ? '' : `, also in ${paths.length - 1} more`;
  return [{ path, message: `deprecated, use poll.finished_job_ttl instead${others}` }];
}

function withFingerprint(
  configured: ConfiguredSource,
  { auth: { basic, bearer, certificate }, tls }: SourceSection,
  files: LoadedFiles,
): LoadedSource {
  const named = [
    basic?.password_file,
    bearer?.token_file,
    certificate?.cert_file,
    certificate?.key_file,
    tls?.ca_file,
  ].filter((name) => name != null);
  const secrets = [basic?.password, bearer?.token, ...named.map((name) => [files.locate(name), files.text(name)])];
  return {
    ...configured,
    fingerprint: fingerprintOf([configured, secrets]),
    files: named.map((name) => files.locate(name)),
  };
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
  return { ...(username != null && { username }), password: secret(password, password_file, files) };
}

function buildTls(tls: TlsSection | null | undefined, files: LoadedFiles): { ca?: string; insecure: boolean } {
  return { ...(tls?.ca_file != null && { ca: files.text(tls.ca_file) }), insecure: String(tls?.insecure) === 'true' };
}

function buildSource(section: SourceSection, files: LoadedFiles): ConfiguredSource {
  const { name, kind, tls, poll } = section;
  const url = new URL(section.url).origin;
  const basePath = section.base_path ?? '/api';
  const ttl = finishedJobTtl(kind, poll);
  return {
    source: {
      name,
      origin: CONFIG_ORIGIN,
      kind,
      url,
      backendFingerprint: fingerprintOf([kind, url, basePath]).slice(0, BACKEND_LENGTH),
      labels: section.labels ?? {},
      intervalMs: milliseconds(poll?.interval ?? POLL_DEFAULTS.interval),
      timeoutMs: milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout),
      ...(ttl !== undefined && { finishedJobTtlMs: milliseconds(ttl) }),
    },
    connection: {
      url,
      basePath,
      login: buildLogin(section.auth, files),
      tls: buildTls(tls, files),
    },
  };
}

function buildLogin({ basic, bearer, certificate }: AuthSection, files: LoadedFiles): Login {
  if (basic) {
    return { type: 'basic', username: basic.username, password: secret(basic.password, basic.password_file, files) };
  }
  if (bearer) return { type: 'bearer', token: secret(bearer.token, bearer.token_file, files) };
  if (certificate) {
    const { cert_file, key_file } = certificate;
    return { type: 'certificate', cert: files.text(cert_file), key: new Secret(files.text(key_file)) };
  }
  throw new RangeError('no login');
}

function secret(text: string | null | undefined, file: string | null | undefined, files: LoadedFiles): Secret {
  return text == null ? files.secret(file ?? '') : new Secret(text);
}

function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
