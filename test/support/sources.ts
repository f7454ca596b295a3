/** The sources of a gateway under test. */
import { CONFIG_ORIGIN, type ConfiguredSource, Secret, type SourceKind } from '@gateway/core';

import { type SimulatedBackend, type Simulator } from '../../apps/simulator/src/simulator.js';

/** Settings of a source. By default it is polled every 200 ms with a deadline of 2 s. */
export interface SourceSettings {
  readonly intervalMs?: number;
  readonly timeoutMs?: number;
  readonly password?: Secret;
  readonly tls?: ConfiguredSource['connection']['tls'];
}

/** The source for a simulated backend. */
export function sourceFor(backend: SimulatedBackend, settings: SourceSettings = {}): ConfiguredSource {
  const { name, kind, url, username } = backend;
  const { intervalMs = 200, timeoutMs = 2_000, tls = { insecure: false } } = settings;
  const password = settings.password ?? new Secret(backend.password);
  const labels = { site: 'lab' };
  return {
    source: { name, origin: CONFIG_ORIGIN, kind, url, backendFingerprint: url, labels, intervalMs, timeoutMs },
    connection: { url, basePath: '/api', login: { type: 'basic', username, password }, tls },
  };
}

/** The sources for all backends of a simulator. */
export function sourcesFor(simulator: Simulator, settings?: SourceSettings): readonly ConfiguredSource[] {
  return simulator.backends.map((backend) => sourceFor(backend, settings));
}

/**
 * The source for a fake adapter. Its interval is one hour, so that only the test starts polls; its finished job TTL is
 * 300 s.
 */
export function fakeSource(name: string, kind: SourceKind): ConfiguredSource {
  const url = 'https://10.0.0.1';
  const source = {
    name,
    origin: CONFIG_ORIGIN,
    kind,
    url,
    backendFingerprint: 'first',
    labels: {},
    intervalMs: 3_600_000,
    timeoutMs: 30_000,
    finishedJobTtlMs: 300_000,
  };
  const login = { type: 'bearer', token: new Secret('t0p-secret') } as const;
  return { source, connection: { url, basePath: '/api', login, tls: { insecure: false } } };
}
