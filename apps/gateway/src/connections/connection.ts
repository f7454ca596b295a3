import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

import { type Problem } from '../problems/problem.js';
import { type ConnectionLimits } from './connection-limits.js';
import { hostProblem } from './host-header.js';
import { closeWithProblem, failBody, respondWithProblem } from './raw-problem.js';
import { sizeProblem } from './size-problem.js';
import { type UnsentResponse } from './unsent-responses.js';

/** A request and its response. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** True if the client sends the body only after a response 100 (RFC 9110, 10.1.1). */
  readonly expectsContinue: boolean;
  /** The problem to send instead of handling the request; those of its size and its `Host` header are found later. */
  problem: Problem | undefined;
}

/** What all connections share. */
export interface ConnectionOwner {
  readonly limits: Pick<
    ConnectionLimits,
    'headers' | 'requestMs' | 'unreadAfter' | 'urlBytes' | 'waitingPerConnection'
  >;
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Calls `next` of the connection in a later turn of the event loop. */
  takeTurn(connection: Connection): void;
  /** Counts requests that begin to wait, or no longer wait. Cuts a connection if too many wait. */
  countWaiting(change: number): void;
  /** The next number of a sequence. */
  nextUse(): number;
  /** Logs a problem that was sent. */
  rejected(problem: Problem, requestId: string): void;
}

/** Methods whose response is worth nothing to a client that has left. */
const SAFE_METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * One connection of a client. It handles one request at a time, in the order of their arrival: a pipelined request waits
 * until the response before it is sent (RFC 9112, 9.3.2). A connection therefore has one response in memory, and
 * nothing is written into a response that has begun.
 */
export class Connection {
  readonly socket: Socket;
  /** Orders connections by the start of their last request; 0 before the first one. */
  lastUse = 0;
  readonly #owner: ConnectionOwner;
  /** The last request that was handled; its response is closed if the connection is idle. */
  #current: Exchange | undefined;
  #waiting: Exchange[] = [];
  #isPaused = false;
  #staysPaused = false;
  #hasFailed = false;
  /** The problem of a late request that was not reported, because a response before it was in progress. */
  #late: { readonly problem: Problem; hasHeaders: boolean; since?: number } | undefined;
  #unsent: UnsentResponse | undefined;

  constructor(socket: Socket, owner: ConnectionOwner) {
    this.socket = socket;
    this.#owner = owner;
  }

  /** True before the first request and between two requests. */
  get isIdle(): boolean {
    return this.#waiting.length === 0 && (this.#current?.response.closed ?? true);
  }

  /** The number of requests that wait for the responses before them. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Handles a request once the responses before it are sent. One that follows the last response is ignored (RFC 9112,
   * 9.6).
   */
  receive(exchange: Exchange): void {
    if (this.#late) this.#late.hasHeaders = true;
    if (this.#hasFailed || !this.socket.writable) return;
    if (this.isIdle) this.#begin(exchange);
    else this.#wait(exchange);
  }

  /** Handles the next waiting request, unless the last response closes the connection. */
  next(): void {
    if (!this.socket.writable) this.forget();
    const exchange = this.#waiting.shift();
    if (exchange === undefined) return;
    this.#owner.countWaiting(-1);
    this.#begin(exchange);
    if (this.#waiting.length > 0) this.#continueAfter(exchange);
    else this.#resume();
  }

  /**
   * Closes the connection because of data that is not a request. The responses to the requests before it are sent first,
   * then the problem. If the data belongs to the body of the last request, the problem is the response to that request.
   */
  fail(problem: Problem): void {
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    const last = this.#waiting.at(-1) ?? this.#current;
    if (last === undefined) this.#closeWith(problem);
    else if (last.request.complete) this.#failAfter(last, problem);
    else if (last === this.#current) failBody(problem, last.request, last.response);
    else last.problem = problem;
    this.#watchForEnd();
  }

  /**
   * Closes the connection because a request has not arrived completely in time. If responses to requests before it are in
   * progress, it has as much time again after them, because the connection may not have been read meanwhile.
   */
  expire(problem: Problem): void {
    const last = this.#waiting.at(-1) ?? this.#current;
    if (this.isIdle || last?.request.complete === false) this.fail(problem);
    else this.#late = { problem, hasHeaders: false };
  }

  /**
   * Call it regularly, at a time in ms. Ends a request that is late again; see `expire`. Reads on if reading has
   * stopped, so that the end of the connection is noticed, unless too many requests wait.
   */
  check(now: number): void {
    this.#checkLate(now);
    if (this.#waiting.length < this.#owner.limits.unreadAfter) this.#resume();
  }

  /** Closes the connection at once, without what is not sent. */
  cut(): void {
    this.#hasFailed = true;
    this.forget();
    this.socket.destroy();
  }

  /** Forgets the waiting requests of a connection that is closed. */
  forget(): void {
    this.#owner.countWaiting(-this.#waiting.length);
    this.#waiting = [];
  }

  /** What the client has not taken of a response, and since when; `undefined` if it has taken everything. */
  unsentResponse(now: number): UnsentResponse | undefined {
    const bytes = this.socket.writableLength;
    if (bytes === 0) {
      this.#unsent = undefined;
      return undefined;
    }
    const written = this.socket.bytesWritten;
    if (this.#unsent?.written !== written) {
      const isComplete = this.#current?.response.writableEnded ?? true;
      this.#unsent = { cut: () => this.cut(), bytes, written, since: now, isComplete };
    }
    return this.#unsent;
  }

  /** Node reports a late request only once. */
  #checkLate(now: number): void {
    const late = this.#late;
    if (late?.hasHeaders && (this.#waiting.at(-1) ?? this.#current)?.request.complete) this.#late = undefined;
    else if (late && this.#waiting.length === 0 && (late.hasHeaders || this.isIdle)) {
      late.since ??= now;
      if (now - late.since >= this.#owner.limits.requestMs) this.fail(late.problem);
    }
  }

  #begin(exchange: Exchange): void {
    const { expectsContinue, request, response } = exchange;
    const problem = exchange.problem ?? sizeProblem(request, this.#owner.limits) ?? hostProblem(request);
    this.#current = exchange;
    this.lastUse = this.#owner.nextUse();
    if (problem !== undefined) {
      this.#owner.rejected(problem, respondWithProblem(problem, request, response));
      return;
    }
    if (expectsContinue) response.writeContinue();
    this.#owner.handle(request, response);
  }

  #wait(exchange: Exchange): void {
    this.#waiting.push(exchange);
    if (this.#waiting.length === 1 && this.#current) this.#continueAfter(this.#current);
    if (this.#waiting.length >= this.#owner.limits.waitingPerConnection) this.#pause();
    this.#owner.countWaiting(1);
  }

  #continueAfter({ response }: Exchange): void {
    response.once('close', () => this.#owner.takeTurn(this));
  }

  #pause(): void {
    if (this.#isPaused) return;
    this.#isPaused = true;
    this.socket.pause();
    if (this.#staysPaused) return;
    this.#staysPaused = true;
    // Node reads on after each request, and when a response is sent.
    this.socket.on('resume', () => {
      if (this.#isPaused) this.socket.pause();
    });
  }

  #resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.socket.resume();
  }

  #failAfter({ response }: Exchange, problem: Problem): void {
    if (response.closed) this.#closeWith(problem);
    else response.once('close', () => this.#closeWith(problem));
  }

  #closeWith(problem: Problem): void {
    const requestId = closeWithProblem(problem, this.socket);
    if (requestId !== undefined) this.#owner.rejected(problem, requestId);
  }

  /** After data that is not a request, Node no longer closes the connection when the client has left. */
  #watchForEnd(): void {
    if (this.isIdle || !SAFE_METHODS.has(this.#current?.request.method)) return;
    if (this.socket.readableEnded) this.socket.destroy();
    else this.socket.once('end', () => this.socket.destroy());
  }
}
