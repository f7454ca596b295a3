import { readdirSync } from 'node:fs';
import { Secret, SOURCE_KINDS, systemClock } from '@gateway/core';
import { ADAPTERS, createAdapter } from './index.js';

describe('the list of adapters', () => {
  it('names every folder, and every kind the gateway knows', () => {
    const folders = readdirSync(new URL('kinds', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(Object.keys(ADAPTERS).sort()).toEqual(folders.sort());
    expect(Object.keys(ADAPTERS).sort()).toEqual([...SOURCE_KINDS].sort());
  });

  it.each(SOURCE_KINDS)('makes an adapter of the kind %s', async (kind) => {
    const quiet = (): void => undefined;
    const adapter = createAdapter(kind, {
      connection: {
        url: 'http://127.0.0.1:9',
        basePath: '/api',
        login: { type: 'basic', username: 'gateway', password: new Secret('secret') },
        tls: { insecure: false },
      },
      clock: systemClock,
      logger: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    });
    expect(adapter.kind).toBe(kind);
    await adapter.close();
  });
});
