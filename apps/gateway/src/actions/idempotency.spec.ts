import { ManualTime } from '@gateway/testing/manual-time';
import { until } from '@gateway/testing/until';

import { type Home, makeHome } from '../../../../test/support/home.js';
import { Problem } from '../problems/problem.js';
import { Idempotency, type KeptAnswer } from './idempotency.js';
import { openLedger, type TestLedger } from './testing/test-ledger.js';

const OK: KeptAnswer = { status: 200, body: '{"id":"east~1"}' };
const LOST: KeptAnswer = { status: 504, body: 'lost' };
const REQUEST = { key: 'k', caller: 'token ann', content: 'cancel east~1' };
const DAY_MS = 86_400_000;

/** One replica. */
interface Replica {
  readonly keys: Idempotency;
  readonly trail: TestLedger;
  /** How often a request was carried out. */
  sent: number;
}

describe('requests with an Idempotency-Key on two replicas', () => {
  const live = new Set<string>();
  let time: ManualTime;
  let home: Home;
  let a: Replica;
  let b: Replica;

  beforeEach(async () => {
    time = new ManualTime();
    home = await makeHome('redis');
    [a, b] = [await open('a'), await open('b')];
  });
  afterEach(async () => {
    await Promise.all([a, b].map(({ trail }) => trail.close()));
    await home.remove();
  });

  async function open(name: string): Promise<Replica> {
    live.add(name);
    const trail = await openLedger(home, time);
    const poller = { liveReplicas: () => [...live] };
    return { keys: new Idempotency(trail.ledger, poller, time, { name }, trail.logger), trail, sent: 0 };
  }

  /** The answer of a replica, or the slug of its problem. */
  async function ask(
    replica: Replica,
    { answer = OK, ...request }: Partial<typeof REQUEST> & { readonly answer?: KeptAnswer | Promise<KeptAnswer> } = {},
  ): Promise<{ readonly status: number; readonly isReplayed: boolean } | string> {
    const carryOut = async (): Promise<KeptAnswer> => {
      replica.sent += 1;
      return answer;
    };
    try {
      return await replica.keys.answer({ ...REQUEST, ...request }, carryOut, () => LOST);
    } catch (error) {
      if (error instanceof Problem) return error.slug;
      throw error;
    }
  }

  it('sends nothing while the store is away, and sends it later', async () => {
    await a.trail.store.close();
    await expect(ask(a)).rejects.toThrow();
    expect(a.sent).toBe(0);
    await a.trail.store.open();
    expect(await ask(a)).toMatchObject({ status: 200, isReplayed: false });
  });

  it('carries out one of fifty equal requests', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, (_, number) => ask(number % 2 === 0 ? a : b)));
    expect(a.sent + b.sent).toBe(1);
    const others = answers.filter((answer) => answer !== 'key-in-use');
    expect(others).toContainEqual({ ...OK, isReplayed: false });
    expect(others.filter((answer) => typeof answer === 'string' || answer.status !== 200)).toEqual([]);
  });

  it('gives the first answer again on the other replica, also an error', async () => {
    await ask(a, { answer: { status: 409, body: 'ended' } });
    await until('b has the answer', async () => (await ask(b)) !== 'key-in-use');
    expect(await ask(b)).toEqual({ status: 409, body: 'ended', isReplayed: true });
    expect([a.sent, b.sent]).toEqual([1, 0]);
  });

  it('refuses another request with the key, also while the first one is under way', async () => {
    let end = (_: KeptAnswer): void => undefined;
    const first = ask(a, { answer: new Promise((resolve) => (end = resolve)) });
    await until('it is under way', () => a.sent === 1);
    expect(await ask(a, { content: 'pause east~1' })).toBe('key-reused');
    expect(await ask(a)).toBe('key-in-use');
    await until('b knows the key', async () => (await ask(b, { content: 'pause east~1' })) === 'key-reused');
    expect(await ask(b)).toBe('key-in-use');
    end(OK);
    expect(await first).toMatchObject({ status: 200 });
    expect(await ask(a, { content: 'pause east~1' })).toBe('key-reused');
    expect([a.sent, b.sent]).toEqual([1, 0]);
  });

  it('separates the keys of callers', async () => {
    await ask(a);
    expect(await ask(a, { caller: 'token eve', content: 'pause east~1' })).toMatchObject({ isReplayed: false });
    expect(a.sent).toBe(2);
  });

  it.each([429, 503])('does not keep an answer with status %i', async (status) => {
    await ask(a, { answer: { status, body: '' } });
    expect(await ask(a)).toMatchObject({ status: 200, isReplayed: false });
    expect(a.sent).toBe(2);
  });

  it('never sends again after the replica has died before it had an answer', async () => {
    void ask(a, { answer: new Promise<KeptAnswer>(() => undefined) });
    await until('it is under way', () => a.sent === 1);
    live.delete('a');
    await until('b knows the key', async () => (await ask(b)) === 'key-in-use');
    time.pass(15_000);
    expect(await ask(b)).toEqual({ ...LOST, isReplayed: true });
    time.pass(DAY_MS - 16_000);
    expect(await ask(b)).toEqual({ ...LOST, isReplayed: true });
    expect(b.sent).toBe(0);
  });

  it('still waits for a live replica after a long time', async () => {
    void ask(a, { answer: new Promise<KeptAnswer>(() => undefined) });
    await until('it is under way', () => a.sent === 1);
    time.pass(3_600_000);
    await until('b knows the key', async () => (await ask(b)) === 'key-in-use');
    expect(b.sent).toBe(0);
  });

  it('remembers the answer if the store goes away after the action was sent, and keeps it later', async () => {
    let end = (_: KeptAnswer): void => undefined;
    const first = ask(a, { answer: new Promise((resolve) => (end = resolve)) });
    await until('it is under way', () => a.sent === 1);
    await a.trail.store.close();
    end(OK);
    expect(await first).toMatchObject({ status: 200, isReplayed: false });
    expect(await ask(a)).toMatchObject({ status: 200, isReplayed: true });
    await a.trail.store.open();
    expect(await ask(a)).toMatchObject({ status: 200, isReplayed: true });
    await until('b has the answer', async () => (await ask(b)) !== 'key-in-use');
    expect(await ask(b)).toMatchObject({ status: 200, isReplayed: true });
    expect([a.sent, b.sent]).toEqual([1, 0]);
  });

  it('never sends if what is stored under the key is damaged', async () => {
    await ask(a);
    const [entry] = [...a.trail.ledger.withPrefix('key/')];
    if (!entry) throw new Error('no key is stored');
    await a.trail.ledger.replace(entry, '{"content":');
    expect(await ask(a)).toEqual({ ...LOST, isReplayed: true });
    await a.keys.removeExpired();
    expect(a.sent).toBe(1);
  });

  it('frees the key after 24 hours', async () => {
    await ask(a);
    time.pass(DAY_MS - 1);
    expect(await ask(a)).toMatchObject({ isReplayed: true });
    time.pass(1);
    expect(await ask(a)).toMatchObject({ isReplayed: false });
    time.pass(DAY_MS);
    await a.keys.removeExpired();
    expect([...a.trail.ledger.withPrefix('key/')]).toEqual([]);
  });
});
