import { type Login, Secret } from '@gateway/core';
import { type Config, type ConfiguredSource, type StoreConfig } from './config.js';
import { type ConfigFiles } from './config-files.js';
import { memoryOf, POLL_DEFAULTS } from './check-poll.js';
import { parseDuration } from './duration.js';
import { type AuthSection, type FileSection, type SourceSection, type StoreSection } from './sections.js';

/** Fills in the defaults. The sections have no fault, and their files were read. */
export function buildConfig({ server, store, retention, sources }: FileSection, files: ConfigFiles): Config {
  return {
    server: { host: server?.host ?? '127.0.0.1', port: Number(server?.port ?? 8080) },
    store: buildStore(store, files),
    retention: {
      terminalMs: milliseconds(retention?.terminal ?? '7d'),
      maxJobs: Number(retention?.max_jobs ?? 1_000_000),
    },
    sources: (sources ?? []).map((source) => buildSource(source, files)),
  };
}

function buildStore(store: StoreSection, files: ConfigFiles): StoreConfig {
  switch (store.kind) {
    case 'embedded':
      return { kind: 'embedded', path: files.locate(store.path ?? '') };
    case 'redis':
      return { kind: 'redis', url: new Secret(store.url ?? ''), namespace: store.namespace ?? 'jobs' };
    default:
      return store.kind satisfies never;
  }
}

function buildSource(section: SourceSection, files: ConfigFiles): ConfiguredSource {
  const { name, kind, tls, poll } = section;
  const url = new URL(section.url).origin;
  const memory = memoryOf(kind, poll);
  return {
    source: {
      name,
      kind,
      url,
      labels: section.labels ?? {},
      intervalMs: milliseconds(poll?.interval ?? POLL_DEFAULTS.interval),
      timeoutMs: milliseconds(poll?.timeout ?? POLL_DEFAULTS.timeout),
      ...(memory !== undefined && { memoryMs: milliseconds(memory) }),
    },
    connection: {
      url,
      basePath: section.base_path ?? '/api',
      login: buildLogin(section.auth, files),
      tls: { ...(tls?.ca_file != null && { ca: files.text(tls.ca_file) }), insecure: String(tls?.insecure) === 'true' },
    },
  };
}

function buildLogin({ basic, bearer, certificate }: AuthSection, files: ConfigFiles): Login {
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

function secret(text: string | null | undefined, file: string | null | undefined, files: ConfigFiles): Secret {
  return text == null ? files.secret(file ?? '') : new Secret(text);
}

function milliseconds(text: string): number {
  return parseDuration(text) ?? 0;
}
