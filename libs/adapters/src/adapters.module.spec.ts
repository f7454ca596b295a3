import { readdirSync } from 'node:fs';

import { AdapterFactory, Clock, CONFIG_ORIGIN, Logger, Secret, SOURCE_KINDS, systemClock } from '@gateway/core';
import { RecordingLogger } from '@gateway/testing/recording-logger';
import { Global, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';

import { AdapterRegistry } from './adapter-registry.js';
import { AdaptersModule } from './adapters.module.js';

const process = [
  { provide: Clock, useValue: systemClock },
  { provide: Logger, useValue: new RecordingLogger() },
];

/** What the process gives to every module. */
@Global()
@Module({ providers: process, exports: process })
class ProcessModule {}

describe('the list of adapters', () => {
  it('names every folder, and every kind the gateway knows', async () => {
    const module = await Test.createTestingModule({ imports: [ProcessModule, AdaptersModule] }).compile();
    const folders = readdirSync(new URL('kinds', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    const { kinds } = module.get(AdapterRegistry);
    expect(Object.keys(kinds).sort()).toEqual(folders.sort());
    expect(Object.keys(kinds).sort()).toEqual([...SOURCE_KINDS].sort());
  });

  it.each(SOURCE_KINDS)('makes an adapter of the kind %s', async (kind) => {
    const module = await Test.createTestingModule({ imports: [ProcessModule, AdaptersModule] }).compile();
    const adapter = module.get(AdapterFactory).create({
      source: {
        name: 'east',
        origin: CONFIG_ORIGIN,
        kind,
        url: 'http://127.0.0.1:9',
        backendFingerprint: 'first',
        labels: {},
        intervalMs: 5_000,
        timeoutMs: 30_000,
      },
      connection: {
        url: 'http://127.0.0.1:9',
        basePath: '/api',
        login: { type: 'basic', username: 'gateway', password: new Secret('secret') },
        tls: { insecure: false },
      },
    });
    expect(adapter.kind).toBe(kind);
    await adapter.close();
  });
});
