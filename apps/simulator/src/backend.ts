/** One simulated backend: a dialect on a port, with faults, a request log and a record of what really happened. */
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import { type SourceKind } from '@gateway/core';

import { type Answer, type Call, readCall } from './call.js';
import { type CallKind, type Dialect } from './dialect.js';
import { applyFault, type Fault, FaultSwitch, isHeld } from './faults.js';
import { Listener, type TlsFiles } from './listener.js';
import { type ClusterIdentity, type ManagedCluster, type PassedRequest } from './managed-cluster.js';
import { RequestLog } from './request-log.js';
import { type SimulatedBackend } from './simulated-backend.js';
import { type JobScript, type JobTruth } from './simulated-job.js';
import { type Skew } from './skew.js';
import { type ApiGateway } from './unified-manager/api-gateway.js';

/** The settings of a backend besides its dialect. */
export interface BackendSetup {
  readonly name: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly port: number;
  readonly latencyMs: number;
  readonly clock: { now(): number };
  readonly skew: Skew;
  readonly tls: TlsFiles | undefined;
}

/** A request that has been read. */
interface Incoming {
  readonly call: Call;
  readonly authorised: boolean;
  /** True for a request that is not the first on its connection. */
  readonly reused: boolean;
  readonly rewrite: (answer: Answer) => Answer;
}

/** Implements a backend. It listens after `start`. */
export class Backend implements SimulatedBackend, ManagedCluster {
  readonly requests = new RequestLog();
  onCall: ((call: CallKind) => void) | undefined;
  readonly #setup: BackendSetup;
  readonly #dialect: Dialect;
  readonly #listener: Listener;
  readonly #faults = new FaultSwitch();
  /** Connections that have carried a request. */
  readonly #usedConnections = new WeakSet<Socket>();

  constructor(setup: BackendSetup, dialect: Dialect) {
    this.#setup = setup;
    this.#dialect = dialect;
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch((error: unknown) => sendError(response, error));
    };
    this.#listener = new Listener(setup.host, setup.port, answer, setup.tls);
  }

  get name(): string {
    return this.#setup.name;
  }

  get kind(): SourceKind {
    return this.#dialect.kind;
  }

  get url(): string {
    return this.#listener.url;
  }

  get username(): string {
    return this.#setup.username;
  }

  get password(): string {
    return this.#setup.password;
  }

  get listening(): boolean {
    return this.#listener.listening;
  }

  get fault(): Fault | undefined {
    return this.#faults.current;
  }

  get cluster(): ClusterIdentity {
    return this.#dialect.cluster ?? fail(`${this.name} is not a cluster`);
  }

  get gateway(): ApiGateway {
    return this.#dialect.gateway ?? fail('only a unified-manager manages clusters');
  }

  addJob(script: JobScript = {}): string {
    return this.#dialect.jobs.add(script);
  }

  removeJob(nativeId: string): void {
    this.#dialect.jobs.remove(nativeId);
  }

  rerun(nativeId: string, steps?: JobScript['steps']): void {
    if (this.kind !== 'unified-manager') throw new RangeError('only a unified-manager runs a job again');
    this.#dialect.jobs.rerun(nativeId, steps);
  }

  async setFault(fault: Fault | undefined): Promise<void> {
    if (fault?.kind === 'next-to-other-host' && this.kind === 'service-engine') {
      throw new RangeError('a service-engine has no next links');
    }
    const before = this.#faults.current;
    this.#faults.set(fault);
    this.#setup.skew.set(fault?.kind === 'clock-offset' ? fault.ms : 0, this.#setup.clock.now());
    if (fault?.kind === 'down') await this.stop();
    else if (before?.kind === 'down') await this.start();
  }

  shownAt(at: number): number {
    return this.#setup.skew.shownAt(at);
  }

  truth(): readonly JobTruth[] {
    return this.#dialect.jobs.truth();
  }

  /** Brings every job up to the current time. */
  advance(): void {
    this.#dialect.jobs.advance();
  }

  stop(): Promise<void> {
    return this.#listener.stop();
  }

  start(): Promise<void> {
    return this.#listener.start();
  }

  servePassed(passed: PassedRequest, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reused = this.#isReused(request.socket);
    return this.#process({ ...passed, authorised: true, reused }, request, response);
  }

  answerPassed({ call, rewrite }: PassedRequest): Answer {
    const { call: kind } = this.#dialect.route(call);
    this.requests.note(call, kind, true, this.#setup.clock.now())();
    return rewrite(this.#answer(call, kind, true));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const reused = this.#isReused(request.socket);
    const call = await readCall(request);
    const authorised = this.#dialect.authorised(call);
    await this.#process({ call, authorised, reused, rewrite: unchanged }, request, response);
  }

  async #process(incoming: Incoming, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { call, authorised, reused, rewrite } = incoming;
    const route = this.#dialect.route(call);
    const done = this.requests.note(call, route.call, authorised, this.#setup.clock.now());
    response.once('close', done);
    if (this.#setup.latencyMs > 0) await delay(this.#setup.latencyMs);
    this.onCall?.(route.call);
    const answer = (given: Call): Answer => rewrite(this.#answer(given, route.call, authorised));
    const send = (outgoing: Answer): void => this.#send(response, rewrite(outgoing));
    const fault = this.#faults.take(route, reused);
    if (fault === undefined) {
      const passing = authorised && route.call === 'gateway' ? this.gateway.passing(call) : undefined;
      return passing ? passing.cluster.servePassed(passing.passed, request, response) : send(answer(call));
    }
    response.setHeader('Date', this.#date());
    if (isHeld(fault)) this.requests.hold(response);
    applyFault(fault, { request, response, call, dialect: this.#dialect, answer, send });
  }

  #isReused(socket: Socket): boolean {
    const reused = this.#usedConnections.has(socket);
    this.#usedConnections.add(socket);
    return reused;
  }

  #answer(call: Call, kind: CallKind, authorised: boolean): Answer {
    if (!authorised && kind !== 'sign-in') return this.#dialect.refuse('unauthorized');
    return this.#dialect.answer(call);
  }

  #send(response: ServerResponse, answer: Answer): void {
    const headers = { Date: this.#date(), ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) };
    response.writeHead(answer.status, headers).end(answer.body);
  }

  #date(): string {
    return new Date(this.shownAt(this.#setup.clock.now())).toUTCString();
  }
}

function unchanged(answer: Answer): Answer {
  return answer;
}

function fail(message: string): never {
  throw new RangeError(message);
}

/** Answers a request that cannot be read, or an error of the simulator, in a form that no backend uses. */
function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) response.destroy();
  else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`simulator: ${String(error)}`);
}
