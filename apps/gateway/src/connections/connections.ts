import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

import { type Logger } from '@gateway/core';

import { type Problem } from '../problems/problem.js';
import { Connection, type ConnectionOwner } from './connection.js';
import { ConnectionCap } from './connection-cap.js';
import { CONNECTION_LIMITS, type ConnectionLimits } from './connection-limits.js';
import { OPEN_FILES_LIMIT } from './open-files.js';
import { StartQueue } from './start-queue.js';
import { overdueResponses, type UnsentResponse } from './unsent-responses.js';

/** The part of the idle connections that is closed at once when the maximum number is reached. */
const EVICTED_SHARE = 0.1;

/** Why the gateway closes a connection before its time. */
export const CUT_REASONS = ['idle', 'memory', 'pipelined', 'slow'] as const;
/** One of the reasons. */
export type CutReason = (typeof CUT_REASONS)[number];

/**
 * The connections of all clients, and their limits. A connection calls the methods of `ConnectionOwner`. Also the
 * injection token.
 */
export class Connections implements ConnectionOwner {
  readonly limits: ConnectionLimits;
  readonly cap: ConnectionCap;
  /** How many connections were closed for each reason. */
  readonly cuts: Record<CutReason, number> = { idle: 0, memory: 0, pipelined: 0, slow: 0 };
  readonly #logger: Logger;
  readonly #open = new Map<Socket, Connection>();
  readonly #starts = new StartQueue();
  #handler: RequestListener | undefined;
  #countSources: (() => number) | undefined;
  #waiting = 0;
  #uses = 0;
  /** False after no idle connection was found, until the next check. */
  #mayEvict = true;

  constructor(logger: Logger, limits = CONNECTION_LIMITS, openFiles = OPEN_FILES_LIMIT) {
    this.#logger = logger;
    this.limits = limits;
    this.cap = new ConnectionCap(openFiles, logger);
  }

  /** The number of open connections. */
  get size(): number {
    return this.#open.size;
  }

  /** Resolves when those that are open now are closed. */
  async allClosed(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve))));
  }

  /** Passes all requests to a handler. */
  serve(handler: RequestListener): void {
    this.#handler = handler;
  }

  /**
   * Leaves files for the connections to the sources, from now on as many as `countSources` returns. Logs the
   * maximum.
   */
  reserveFor(countSources: () => number): void {
    this.#countSources = countSources;
    const sources = countSources();
    this.cap.adjust(sources);
    this.cap.logFor(sources);
  }

  /** Adds a new connection; closes it at once if there are too many. */
  add(socket: Socket): void {
    if (this.#open.size >= this.cap.max) {
      this.cap.refuse();
      socket.destroy();
      return;
    }
    if (this.#open.size >= this.cap.max - 1) this.#evict();
    const connection = new Connection(socket, this);
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      connection.forget();
    });
  }

  /** Handles a request in its turn, or sends the problem in its turn. */
  receive(
    request: IncomingMessage,
    response: ServerResponse,
    { expectsContinue = false, problem }: { expectsContinue?: boolean; problem?: Problem } = {},
  ): void {
    this.#open.get(request.socket)?.receive({ request, response, expectsContinue, problem });
  }

  /** Closes a connection because of data that is not a request; see `Connection.fail`. */
  fail(socket: Socket, problem: Problem): void {
    this.#open.get(socket)?.fail(problem);
  }

  /** Closes a connection because a request is late; see `Connection.expire`. */
  expire(socket: Socket, problem: Problem): void {
    this.#open.get(socket)?.expire(problem);
  }

  /** Checks the time limits of responses and the maximum number of connections, at a time in ms. */
  check(now: number): void {
    this.#mayEvict = true;
    if (this.#countSources) this.cap.adjust(this.#countSources());
    this.cap.check(this.#open.size);
    const unsent: UnsentResponse[] = [];
    for (const connection of this.#open.values()) {
      connection.check(now);
      const response = connection.unsentResponse(now);
      if (response) unsent.push(response);
    }
    const { excess, slow } = overdueResponses(unsent, this.limits, now);
    for (const response of slow) this.#cut(response, 'slow');
    for (const response of excess) this.#cut(response, 'memory');
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.#handler?.(request, response);
  }

  takeTurn(connection: Connection): void {
    this.#starts.add(connection);
  }

  countWaiting(change: number): void {
    this.#waiting += change;
    if (this.#waiting <= this.limits.waiting) return;
    const [most] = [...this.#open.values()].sort((one, other) => other.waiting - one.waiting);
    if (most) this.#cut(most, 'pipelined');
  }

  nextUse(): number {
    this.#uses += 1;
    return this.#uses;
  }

  rejected(problem: Problem, requestId: string): void {
    this.#logger.debug({ request_id: requestId, problem: problem.slug, detail: problem.detail }, 'request rejected');
  }

  /** Closes the connections that have been idle for the longest; first those that never sent a request. */
  #evict(): void {
    this.cap.reached();
    if (!this.#mayEvict) return;
    const idle = [...this.#open.values()].filter(({ isIdle }) => isIdle);
    idle.sort((one, other) => one.lastUse - other.lastUse);
    const evicted = idle.slice(0, Math.ceil(this.#open.size * EVICTED_SHARE));
    for (const connection of evicted) this.#cut(connection, 'idle');
    this.#mayEvict = evicted.length > 0;
  }

  #cut(closing: { readonly cut: () => void }, reason: CutReason): void {
    this.cuts[reason] += 1;
    this.#logger.debug({ reason }, 'connection cut');
    closing.cut();
  }
}
