import {
  type ConfiguredSource,
  type Login,
  Secret,
  type SourceOrigin,
  type SourceProxy,
  type SourceTls,
} from '@gateway/core';

import { finishedJobTtl, POLL_DEFAULTS } from './check-poll.js';
import { type LoadedSource } from './config.js';
import { withDefaults } from './defaults.js';
import { discoveryRule } from './discovered.js';
import { milliseconds } from './duration.js';
import { fingerprintOf } from './fingerprint.js';
import { type LoadedFiles } from './loaded-files.js';
import {
  type AuthSection,
  type BasicSection,
  type Defaults,
  type ProxySection,
  type SourceSection,
  type SourceTlsSection,
  type TlsSection,
} from './sections.js';

/** Characters of a fingerprint; enough to distinguish the few backends that one source name ever stood for. */
const BACKEND_LENGTH = 16;

/** What sources are built with. */
export interface BuildContext {
  readonly defaults: Defaults | null | undefined;
  readonly files: LoadedFiles;
}

/** Adds the defaults to a source. Expects a section without a fault, and the files it names to be read. */
export function buildSource(
  section: SourceSection,
  origin: SourceOrigin,
  { defaults, files }: BuildContext,
): LoadedSource {
  const complete = withDefaults(section, defaults);
  const discovery = discoveryRule(complete, defaults);
  const configured = { ...configuredSource(complete, origin, files), ...(discovery && { discovery }) };
  return withFingerprint(configured, complete, files);
}

/** The options of TLS connections. */
export function buildTls(tls: TlsSection | null | undefined, files: LoadedFiles): { ca?: string; insecure: boolean } {
  return { ...(tls?.ca_file != null && { ca: files.text(tls.ca_file) }), insecure: String(tls?.insecure) === 'true' };
}

/** A secret that is given as text or in a file. */
export function buildSecret(
  text: string | null | undefined,
  file: string | null | undefined,
  files: LoadedFiles,
): Secret {
  return text == null ? files.secret(file ?? '') : new Secret(text);
}

function withFingerprint(
  configured: ConfiguredSource,
  { auth, proxy, tls }: SourceSection,
  files: LoadedFiles,
): LoadedSource {
  const { basic, bearer, certificate } = auth ?? {};
  const named = [
    basic?.password_file,
    bearer?.token_file,
    certificate?.cert_file,
    certificate?.key_file,
    tls?.ca_file,
    proxy?.auth?.basic.password_file,
  ].filter((name) => name != null);
  const given = [basic?.password, bearer?.token, proxy?.auth?.basic.password];
  const secrets = [...given, ...named.map((name) => [files.locate(name), files.text(name)])];
  return {
    ...configured,
    fingerprint: fingerprintOf([configured, secrets]),
    files: named.map((name) => files.locate(name)),
  };
}

function configuredSource(section: SourceSection, origin: SourceOrigin, files: LoadedFiles): ConfiguredSource {
  const { name, kind, tls, poll, proxy } = section;
  const url = new URL(section.url).origin;
  const basePath = section.base_path ?? '/api';
  const ttl = finishedJobTtl(kind, poll);
  return {
    source: {
      name,
      origin,
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
      tls: buildSourceTls(tls, files),
      ...(proxy && { proxy: buildProxy(proxy, files) }),
    },
  };
}

function buildLogin(auth: AuthSection | null | undefined, files: LoadedFiles): Login {
  const { basic, bearer, certificate } = auth ?? {};
  if (basic) return basicLogin(basic, files);
  if (bearer) return { type: 'bearer', token: buildSecret(bearer.token, bearer.token_file, files) };
  if (certificate) {
    const { cert_file, key_file } = certificate;
    return { type: 'certificate', cert: files.text(cert_file), key: new Secret(files.text(key_file)) };
  }
  throw new RangeError('no login');
}

function basicLogin(
  { password, password_file, username }: BasicSection,
  files: LoadedFiles,
): Extract<Login, { type: 'basic' }> {
  return { type: 'basic', username, password: buildSecret(password, password_file, files) };
}

function buildSourceTls(tls: SourceTlsSection | null | undefined, files: LoadedFiles): SourceTls {
  const { fingerprint_sha256: fingerprint, server_name: serverName } = tls ?? {};
  return {
    ...buildTls(tls, files),
    ...(serverName != null && { serverName }),
    ...(fingerprint != null && { fingerprint: fingerprint.replaceAll(':', '').toLowerCase() }),
  };
}

function buildProxy({ auth, url }: ProxySection, files: LoadedFiles): SourceProxy {
  return { url: new URL(url).origin, ...(auth && { login: basicLogin(auth.basic, files) }) };
}
