import { StoreUnavailableError } from '@gateway/core';
import { ManualTime } from '@gateway/testing/manual-time';
import { RecordingLogger } from '@gateway/testing/recording-logger';

import { Leases } from './leases.js';
import { type Batch } from './level-database.js';

const TTL_MS = 1_000;
const NOW = 1_800_000_000_000;

describe('the leases of the embedded store', () => {
  let clock: ManualTime;
  /** Ends each write that waits: adds its operations, then succeeds or fails. */
  let writes: ((failure?: Error) => void)[];
  let put: string[][];
  let leases: Leases;

  beforeEach(() => {
    clock = new ManualTime(NOW);
    writes = [];
    put = [];
    const batch = { put: (...entry: string[]) => put.push(entry) } as unknown as Batch;
    leases = new Leases({ pages: async function* () {} }, clock, new RecordingLogger(), (addTo) => {
      return new Promise((resolve, reject) => {
        writes.push((failure) => {
          addTo(batch);
          if (failure) reject(failure);
          else resolve();
        });
      });
    });
  });

  async function take(source: string, holder: string): Promise<unknown> {
    const taken = leases.acquire(source, holder, TTL_MS);
    writes.shift()?.();
    return taken;
  }

  it('are renewed and regained without a write', async () => {
    const first = await take('east', 'a');
    expect(await leases.acquire('east', 'a', TTL_MS)).toEqual(first);
    clock.pass(TTL_MS);
    expect(await leases.acquire('east', 'a', TTL_MS)).toEqual(first);
    expect(writes).toEqual([]);
  });

  it('are granted once if two holders try at the same time', async () => {
    const [a, b] = [leases.acquire('east', 'a', TTL_MS), leases.acquire('east', 'b', TTL_MS)];
    for (const end of writes) end();
    expect(await a).toMatchObject({ holder: 'a', fencing: NOW });
    expect(await b).toBeUndefined();
    expect(put).toEqual([['fencing!east', String(NOW)]]);
  });

  it('are granted once under one number if one holder tries twice at the same time', async () => {
    const attempts = [leases.acquire('east', 'a', TTL_MS), leases.acquire('east', 'a', TTL_MS)];
    for (const end of writes) end();
    const lease = { source: 'east', holder: 'a', fencing: NOW };
    expect(await Promise.all(attempts)).toEqual([lease, lease]);
    expect(put).toEqual([['fencing!east', String(NOW)]]);
  });

  it('are not granted if the write fails, and never use its number again', async () => {
    const attempt = leases.acquire('east', 'a', TTL_MS);
    writes.shift()?.(new StoreUnavailableError('disk full'));
    await expect(attempt).rejects.toThrow(StoreUnavailableError);
    expect(await take('east', 'b')).toMatchObject({ holder: 'b', fencing: NOW + 1 });
  });

  it('are not regained after a release or under another holder', async () => {
    const first = leases.acquire('east', 'a', TTL_MS);
    writes.shift()?.();
    leases.release((await first)!);
    expect(await take('east', 'a')).toMatchObject({ fencing: NOW + 1 });
    clock.pass(TTL_MS);
    expect(await take('east', 'b')).toMatchObject({ fencing: NOW + TTL_MS });
    clock.pass(TTL_MS);
    expect(await take('east', 'a')).toMatchObject({ fencing: NOW + 2 * TTL_MS });
  });

  it.each([
    ['lost', []],
    ['damaged', [['fencing!east', 'x']]],
    ['empty', [['fencing!east', '']]],
    ['negative', [['fencing!east', '-1']]],
    ['too large to be increased', [['fencing!east', String(Number.MAX_SAFE_INTEGER)]]],
  ] as const)('have higher numbers than before if the last number is %s, and log that', async (_what, stored) => {
    const logger = new RecordingLogger();
    const pages = async function* (): AsyncGenerator<[string, string][]> {
      yield stored.map(([key, value]) => [key, value]);
    };
    const addNothing = { put: () => undefined } as unknown as Batch;
    const later = new Leases({ pages }, clock, logger, async (addTo) => addTo(addNothing));
    const before = (await take('east', 'a')) as { readonly fencing: number };
    clock.pass(TTL_MS);
    await later.load();
    const { fencing = 0 } = (await later.acquire('east', 'a', TTL_MS)) ?? {};
    expect(fencing).toBeGreaterThan(before.fencing);
    expect(Number.isSafeInteger(fencing)).toBe(true);
    expect(logger.lines.map(({ level, fields }) => [level, fields])).toEqual(
      stored.map(() => ['warn', { source: 'east' }]),
    );
  });
});
