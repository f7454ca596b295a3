import { type ServerResponse } from 'node:http';

import { type Secret } from '@gateway/core';

import { ignorePage } from '../../testing/contract-subject.js';
import { type LocalBackend, type Responder, sendJson, startLocalBackend } from '../../testing/local-backend.js';
import { echoOfLogin, expectNothingLeaked, plantedConnection } from '../../testing/planted-login.js';
import { ServiceEngineAdapter } from './service-engine.adapter.js';

const ID = '5ed72c8c6342e90001439d54';
const START = Date.parse('2026-03-01T12:00:00.000Z');
const HOUR = 3600_000;

/** A Service Engine that accepts only its latest token. A token is valid for `ttlMs` by its own clock. */
class Engine {
  clock = { ms: START, now: (): number => this.clock.ms };
  ttlMs = HOUR;
  /** The backend's clock minus the gateway's. */
  aheadMs = 0;
  valid = '';
  signIns = 0;
  /** Responds to a sign-in. */
  respondToSignIn: (response: ServerResponse) => void = (response) => this.issue(response);

  readonly respond: Responder = (request, response) => {
    response.setHeader('date', new Date(this.clock.ms + this.aheadMs).toUTCString());
    if (request.path === '/api/v2.1/auth/signin' && request.method === 'POST') {
      this.signIns += 1;
      this.respondToSignIn(response);
    } else if (request.headers.authorization === `Bearer ${this.valid}`) {
      sendJson(response, 200, { status: { code: 200 }, result: { records: [{ id: ID, status: 'pending' }] } });
    } else {
      sendJson(response, 401, { status: { user_message: 'Token is expired', code: 401 } });
    }
  };

  issue(response: ServerResponse): void {
    const exp = Math.floor((this.clock.ms + this.aheadMs + this.ttlMs) / 1000);
    this.valid = jwt({ username: 'gateway', exp, number: this.signIns });
    this.send(response, this.valid);
  }

  send(response: ServerResponse, token: string): void {
    sendJson(response, 200, { status: { code: 200 }, result: { records: [{ token }] } });
  }
}

/** A token in the backend's format; its signature is not verified. */
function jwt(payload: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(payload)}.signature`;
}

/** A signal that never aborts. */
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
    backend = await startLocalBackend(engine.respond);
    const connection = plantedConnection(backend.origin, '/api', 'basic');
    adapter = new ServiceEngineAdapter({ connection, clock: engine.clock, logger });
  });

  afterEach(async () => {
    await adapter.close();
    await backend.close();
  });

  function getConcurrently(count: number): Promise<unknown[]> {
    return Promise.all(Array.from({ length: count }, () => adapter.get(ID, never())));
  }

  /** Delays the response to the next sign-in until `respond` is called. Resolves when the sign-in has arrived. */
  function nextSignIn(): Promise<{ respond: () => void }> {
    return new Promise((resolve) => {
      engine.respondToSignIn = (response) => resolve({ respond: () => engine.issue(response) });
    });
  }

  it('starts with one sign-in for concurrent calls, with the login as JSON', async () => {
    expect(await getConcurrently(20)).toHaveLength(20);
    const [signIn] = backend.requests;
    const { username, password } = plantedConnection('', '', 'basic').login as { username: string; password: Secret };
    expect(JSON.parse(signIn?.body ?? '')).toEqual({ username, password: password.reveal() });
    expect(signIn?.headers['content-type']).toBe('application/json');
    expect(engine.signIns).toBe(1);
  });

  it('renews an expired token once for twenty concurrent calls', async () => {
    await getConcurrently(1);
    engine.clock.ms += HOUR + 1000;
    expect(await getConcurrently(20)).toHaveLength(20);
    expect(engine.signIns).toBe(2);
  });

  it('renews a token that the backend rejects early once for twenty concurrent calls', async () => {
    await getConcurrently(1);
    engine.valid = 'none';
    expect(await getConcurrently(20)).toHaveLength(20);
    expect(engine.signIns).toBe(2);
  });

  it('renews a token one minute before it expires, and not earlier', async () => {
    await getConcurrently(1);
    engine.clock.ms += HOUR - 61_000;
    await getConcurrently(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 1000;
    await getConcurrently(1);
    expect(engine.signIns).toBe(2);
    expect(backend.requests.filter((request) => request.method === 'GET')).toHaveLength(3);
  });

  // The clock offset is exact to half a second only.
  it('renews a token that is valid for ten seconds after nine tenths of them', async () => {
    engine.ttlMs = 10_000;
    await getConcurrently(1);
    engine.clock.ms += 8549;
    await getConcurrently(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 1;
    await getConcurrently(1);
    expect(engine.signIns).toBe(2);
  });

  it.each([-24 * HOUR, 24 * HOUR])('renews a token in time if the backend’s clock is off by %d ms', async (aheadMs) => {
    engine.aheadMs = aheadMs;
    await getConcurrently(1);
    engine.clock.ms += HOUR - 62_000;
    await getConcurrently(1);
    expect(engine.signIns).toBe(1);
    engine.clock.ms += 62_000;
    await getConcurrently(1);
    expect(engine.signIns).toBe(2);
    expect(backend.requests.filter((request) => request.method === 'GET')).toHaveLength(3);
  });

  it.each([
    ['that is not a JWT', 'opaque-token'],
    ['without an expiry', jwt({ username: 'gateway' })],
    ['whose expiry is not a number', jwt({ exp: 'soon' })],
    ['whose expiry is past', jwt({ exp: 1 })],
    ['whose payload is not JSON', 'a.b.c'],
  ])('uses a token %s until the backend rejects it', async (_what, token) => {
    engine.respondToSignIn = (response) => engine.send(response, (engine.valid = token));
    await getConcurrently(1);
    engine.clock.ms += 1000 * HOUR;
    await getConcurrently(5);
    expect(engine.signIns).toBe(1);
    engine.valid = 'another';
    engine.respondToSignIn = (response) => engine.issue(response);
    await getConcurrently(5);
    expect(engine.signIns).toBe(2);
  });

  it('fails all waiting calls if the sign-in is refused, and tries again with the next call', async () => {
    const refuse = (response: ServerResponse): void =>
      sendJson(response, 401, { status: { user_message: echoOfLogin('basic'), code: 401 } });
    engine.respondToSignIn = refuse;
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => adapter.get(ID, never())));
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason.code)).toEqual(
      Array(20).fill('unauthorized'),
    );
    expectNothingLeaked((outcomes[0] as PromiseRejectedResult).reason, backend.host);
    expect(engine.signIns).toBe(1);
    engine.respondToSignIn = (response) => engine.issue(response);
    expect(await getConcurrently(1)).toHaveLength(1);
  });

  it('is unreachable, not outcome_unknown, if the response to a sign-in is lost', async () => {
    engine.respondToSignIn = (response) => response.destroy();
    await expect(adapter.get(ID, never())).rejects.toMatchObject({ code: 'unreachable' });
  });

  it.each([
    [403, 'unauthorized'],
    [429, 'throttled'],
    [500, 'failed'],
    [404, 'malformed'],
  ])('maps status %d of a sign-in to %s', async (status, code) => {
    engine.respondToSignIn = (response) => sendJson(response, status, {});
    await expect(adapter.poll(undefined, never(), ignorePage)).rejects.toMatchObject({ code, details: { status } });
  });

  it('continues a sign-in when one of the waiting calls aborts', async () => {
    const signInArrived = nextSignIn();
    const abort = new AbortController();
    const aborted = adapter.get(ID, abort.signal);
    const waiting = adapter.get(ID, never());
    const signIn = await signInArrived;
    abort.abort();
    await expect(aborted).rejects.toMatchObject({ code: 'unreachable' });
    signIn.respond();
    expect(await waiting).toMatchObject({ native_id: ID });
    expect(engine.signIns).toBe(1);
  });

  it('aborts a sign-in when the last waiting call aborts, and starts another for the next call', async () => {
    const signInArrived = nextSignIn();
    const abort = new AbortController();
    const aborted = [adapter.get(ID, abort.signal), adapter.get(ID, abort.signal)];
    await signInArrived;
    abort.abort();
    for (const call of aborted) await expect(call).rejects.toMatchObject({ code: 'unreachable' });
    await backend.idle();
    engine.respondToSignIn = (response) => engine.issue(response);
    expect(await adapter.get(ID, never())).toMatchObject({ native_id: ID });
    expect(engine.signIns).toBe(2);
  });

  it('does not sign in for a call that is already aborted', async () => {
    await expect(adapter.get(ID, AbortSignal.abort())).rejects.toMatchObject({ code: 'unreachable' });
    expect(backend.requests).toEqual([]);
  });
});
