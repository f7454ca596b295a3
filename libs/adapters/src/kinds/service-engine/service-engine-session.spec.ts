import { type ServerResponse } from 'node:http';
import { Secret } from '@gateway/core';
import { type Answer, answerJson, type LocalBackend, startLocalBackend } from '../../testing/local-backend.js';
import { echoOfLogin, expectNothingLeaked, plantedConnection } from '../../testing/planted-login.js';
import { ServiceEngineAdapter } from './service-engine.adapter.js';

const ID = '5ed72c8c6342e90001439d54';
const START = Date.parse('2026-03-01T12:00:00.000Z');
const HOUR = 3600_000;

/** A Service Engine that takes only the token it issued last; each lives for `lifeMs` of its own clock. */
class Engine {
  clock = { ms: START, now: (): number => this.clock.ms };
  lifeMs = HOUR;
  /** The backend's clock minus ours. */
  aheadMs = 0;
  valid = '';
  signIns = 0;
  /** Takes the place of the answer to a sign-in. */
  answerSignIn: (response: ServerResponse) => void = (response) => this.issue(response);

  readonly answer: Answer = (request, response) => {
    response.setHeader('date', new Date(this.clock.ms + this.aheadMs).toUTCString());
    if (request.path === '/api/v2.1/auth/signin' && request.method === 'POST') {
      this.signIns += 1;
      this.answerSignIn(response);
    } else if (request.headers.authorization === `Bearer ${this.valid}`) {
      answerJson(response, 200, { status: { code: 200 }, result: { records: [{ id: ID, status: 'pending' }] } });
    } else {
      answerJson(response, 401, { status: { user_message: 'Token is expired', code: 401 } });
    }
  };

  issue(response: ServerResponse): void {
    const exp = Math.floor((this.clock.ms + this.aheadMs + this.lifeMs) / 1000);
    this.valid = jwt({ username: 'gateway', exp, number: this.signIns });
    this.send(response, this.valid);
  }

  send(response: ServerResponse, token: string): void {
    answerJson(response, 200, { status: { code: 200 }, result: { records: [{ token }] } });
  }
}

/** A token as the backend makes them; nobody checks its signature. */
function jwt(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.signature`;
}

/** A signal that nobody aborts. */
function never(): AbortSignal {
  return new AbortController().signal;
}

describe('session with a Service Engine', () => {
  let engine: Engine;
  let backend: LocalBackend;
  let adapter: ServiceEngineAdapter;
  const ignore = (): void => undefined;
  const logger = { debug: ignore, info: ignore, warn: ignore, error: ignore };

  beforeEach(async () => {
    engine = new Engine();
    backend = await startLocalBackend(engine.answer);
    const connection = plantedConnection(backend.origin, '/api', 'basic');
    adapter = new ServiceEngineAdapter({ connection, clock: engine.clock, logger });
  });

  afterEach(async () => {
    await adapter.close();
    await backend.close();
  });

  function getAtOnce(count: number): Promise<unknown[]> {
    return Promise.all(Array.from({ length: count }, () => adapter.get(ID, never())));
  }

  /** Holds back the answer to the next sign-in; resolves with the means to give it once it has been asked for. */
  function nextSignIn(): Promise<{ answer: () => void }> {
    return new Promise((resolve) => {
      engine.answerSignIn = (response) => resolve({ answer: () => engine.issue(response) });
    });
  }

  it('begins with one sign-in for all who call at once, with the login as JSON', async () => {
    expect(await getAtOnce(20)).toHaveLength(20);
    const [signIn] = backend.requests;
    const { username, password } = plantedConnection('', '', 'basic').login as { username: string; password: Secret };
    expect(JSON.parse(signIn?.body ?? '')).toEqual({ username, password: password.reveal() });
    expect(signIn?.headers['content-type']).toBe('application/json');
    expect(engine.signIns).toBe(1);
  });

  it('renews a token that has ended once for twenty calls at once', async () => {
    await getAtOnce(1);
    engine.clock.ms += HOUR + 1000;
    expect(await getAtOnce(20)).toHaveLength(20);
    expect(engine.signIns).toBe(2);
  });

  it('renews a token that is refused before its end once for twenty calls at once', async () => {
    await getAtOnce(1);
    engine.valid = 'none';
    expect(await getAtOnce(20)).toHaveLength(20);
    expect(engine.signIns).toBe(2);
  });

  it('renews a token a little before it ends, and not earlier', async () => {
    await getAtOnce(1);
    engine.clock.ms += HOUR - 61_000;
    await getAtOnce(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 1000;
    await getAtOnce(1);
    expect(engine.signIns).toBe(2);
    expect(backend.requests.filter((request) => request.method === 'GET')).toHaveLength(3);
  });

  it('uses a short token for nine tenths of its life, of which the clocks leave half a second open', async () => {
    engine.lifeMs = 10_000;
    await getAtOnce(1);
    engine.clock.ms += 8549;
    await getAtOnce(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 1;
    await getAtOnce(1);
    expect(engine.signIns).toBe(2);
  });

  it.each([-24 * HOUR, 24 * HOUR])('is not misled by a backend whose clock is off by %d ms', async (aheadMs) => {
    engine.aheadMs = aheadMs;
    await getAtOnce(1);
    engine.clock.ms += HOUR - 62_000;
    await getAtOnce(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 62_000;
    await getAtOnce(1);
    expect(engine.signIns).toBe(2);
    expect(backend.requests.filter((request) => request.method === 'GET')).toHaveLength(3);
  });

  it.each([
    ['that is no JWT', 'opaque-token'],
    ['that names no end', jwt({ username: 'gateway' })],
    ['whose end is no number', jwt({ exp: 'soon' })],
    ['that seems to have ended already', jwt({ exp: 1 })],
    ['whose payload is no JSON', 'a.b.c'],
  ])('uses a token %s until it is refused', async (_what, token) => {
    engine.answerSignIn = (response) => engine.send(response, (engine.valid = token));
    await getAtOnce(1);
    engine.clock.ms += 1000 * HOUR;
    await getAtOnce(5);
    expect(engine.signIns).toBe(1);
    engine.valid = 'another';
    engine.answerSignIn = (response) => engine.issue(response);
    await getAtOnce(5);
    expect(engine.signIns).toBe(2);
  });

  it('fails all who wait on a refused sign-in together, and tries again with the next call', async () => {
    const refuse = (response: ServerResponse): void =>
      answerJson(response, 401, { status: { user_message: echoOfLogin('basic'), code: 401 } });
    engine.answerSignIn = refuse;
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => adapter.get(ID, never())));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      Array(20).fill('unauthorized'),
    );
    expectNothingLeaked((outcomes[0] as PromiseRejectedResult).reason, backend.host);
    expect(engine.signIns).toBe(1);
    engine.answerSignIn = (response) => engine.issue(response);
    expect(await getAtOnce(1)).toHaveLength(1);
  });

  it('tells a sign-in whose answer was lost as unreachable, since nothing is left unknown', async () => {
    engine.answerSignIn = (response) => response.destroy();
    await expect(adapter.get(ID, never())).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    [403, 'unauthorized'],
    [429, 'throttled'],
    [500, 'failed'],
    [404, 'malformed'],
  ])('tells a sign-in answered with status %d as %s', async (status, code) => {
    engine.answerSignIn = (response) => answerJson(response, status, {});
    await expect(adapter.poll(undefined, never())).rejects.toMatchObject({ code, details: { status } });
  });

  it('tells a password that cannot be read as unauthorized and asks nobody', async () => {
    const password = new Secret(() => {
      throw new Error('ENOENT: /etc/planted-path');
    });
    const connection = plantedConnection(backend.origin, '/api', 'basic');
    const login = { type: 'basic', username: 'gateway', password } as const;
    const own = new ServiceEngineAdapter({ connection: { ...connection, login }, clock: engine.clock, logger });
    const error: unknown = await own.check(never()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unauthorized', message: expect.not.stringContaining('planted') });
    expect(backend.requests).toEqual([]);
    await own.close();
  });

  it('goes on for the others when one who waits for it gives up', async () => {
    const asked = nextSignIn();
    const impatient = new AbortController();
    const given = adapter.get(ID, impatient.signal);
    const kept = adapter.get(ID, never());
    const signIn = await asked;
    impatient.abort();
    await expect(given).rejects.toMatchObject({ code: 'unreachable' });
    signIn.answer();
    expect(await kept).toMatchObject({ native_id: ID });
    expect(engine.signIns).toBe(1);
  });

  it('is given up when the last who waited has gone, and begins anew for the next', async () => {
    const asked = nextSignIn();
    const impatient = new AbortController();
    const given = [adapter.get(ID, impatient.signal), adapter.get(ID, impatient.signal)];
    await asked;
    impatient.abort();
    for (const call of given) await expect(call).rejects.toMatchObject({ code: 'unreachable' });
    await backend.idle();
    engine.answerSignIn = (response) => engine.issue(response);
    expect(await adapter.get(ID, never())).toMatchObject({ native_id: ID });
    expect(engine.signIns).toBe(2);
  });

  it('does not begin for a call that has been given up already', async () => {
    await expect(adapter.get(ID, AbortSignal.abort())).rejects.toMatchObject({ code: 'unreachable' });
    expect(backend.requests).toEqual([]);
  });
});
