/** The sections of the gateway's own port: `server`, `limits` and `shutdown`. */
import { type Config, type Limits, Secret, type ServerConfig } from '@gateway/core';

import { milliseconds } from './duration.js';
import { type LoadedFiles } from './loaded-files.js';
import { isLoopback } from './loopback.js';
import { type FileSection, type LimitsSection, type ServerSection } from './sections.js';
import { bytesOf } from './size.js';

/** What the sections of the port say. */
export type PortConfig = Pick<Config, 'limits' | 'server' | 'shutdown'>;

/** Adds the defaults. Expects sections without a fault, and the files they name to be read. */
export function buildPort({ limits, server, shutdown }: FileSection, files: LoadedFiles): PortConfig {
  const built = buildServer(server ?? {}, files);
  return {
    server: built,
    limits: buildLimits(limits ?? {}, isOpenToOthers(built)),
    shutdown: { delayMs: milliseconds(shutdown?.delay ?? '0s') },
  };
}

/**
 * The parts of the port that only a restart changes: the contents of certificates, and their paths, are not among them.
 */
export function portAtStart({
  limits,
  server,
  shutdown,
}: PortConfig): Record<'limits' | 'server' | 'shutdown', object> {
  const { tls, ...rest } = server;
  return { server: { ...rest, tls: tls && { clients: tls.clientCa !== undefined } }, limits, shutdown };
}

function buildServer(
  { allowed_origins, host, port, tls, trusted_proxies }: ServerSection,
  files: LoadedFiles,
): ServerConfig {
  return {
    host: host ?? '127.0.0.1',
    port: Number(port ?? 8080),
    ...(tls && {
      tls: {
        cert: files.text(tls.cert_file),
        key: new Secret(files.text(tls.key_file)),
        ...(tls.client_ca_file != null && { clientCa: files.text(tls.client_ca_file) }),
      },
    }),
    allowedOrigins: allowed_origins ?? [],
    trustedProxies: trusted_proxies ?? [],
  };
}

/**
 * Limits of one caller have a default only if others than this machine can reach the gateway. Behind a proxy that is not
 * in `trusted_proxies`, all callers have the same address.
 */
function buildLimits(limits: LimitsSection, hasCallerLimits: boolean): Limits {
  const number = (given: number | string | null | undefined, other: number) => Number(given ?? other);
  const perCaller = (given: number | string | null | undefined, other: number) =>
    given == null && !hasCallerLimits ? undefined : number(given, other);
  const connections = number(limits.connections, 10_000);
  const perAddress = perCaller(limits.connections_per_address, Math.ceil(connections / 2));
  const watches = perCaller(limits.watches_per_caller, 1_000);
  const perSecond = perCaller(limits.requests_per_second ?? (limits.request_burst == null ? null : 200), 200);
  return {
    bodyBytes: bytesOf(limits.body ?? '64kB'),
    urlBytes: bytesOf(limits.url ?? '16kB'),
    headerBytes: bytesOf(limits.headers ?? '32kB'),
    requestMs: milliseconds(limits.request_timeout ?? '30s'),
    connections,
    ...(perAddress !== undefined && { connectionsPerAddress: perAddress }),
    watches: number(limits.watches, 10_000),
    ...(watches !== undefined && { watchesPerCaller: watches }),
    ...(perSecond !== undefined && { requests: { perSecond, burst: number(limits.request_burst, 5 * perSecond) } }),
  };
}

function isOpenToOthers({ host, trustedProxies }: ServerConfig): boolean {
  return trustedProxies.length > 0 || !isLoopback(host);
}
