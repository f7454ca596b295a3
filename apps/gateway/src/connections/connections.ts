import { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';
import { type TLSSocket } from 'node:tls';

import { type Logger } from '@gateway/core';

import { type Problem } from '../problems/problem.js';
import { AddressCap } from './address-cap.js';
import { Connection, type ConnectionOwner } from './connection.js';
import { ConnectionCap } from './connection-cap.js';
import { CONNECTION_LIMITS, type ConnectionLimits } from './connection-limits.js';
import { OPEN_FILES_LIMIT } from './open-files.js';
import { type ServerCertificate } from './server-certificate.js';
import { StartQueue } from './start-queue.js';
import { overdueResponses, type UnsentResponse } from './unsent-responses.js';

/** The part of the idle connections that is closed at once when the maximum number is reached. */
const EVICTED_SHARE = 0.1;

/** Why the gateway closes a connection before its time. */
export const CUT_REASONS = ['idle', 'memory', 'pipelined', 'slow'] as const;
/** One of the reasons. */
export type CutReason = (typeof CUT_REASONS)[number];

/** What connections have besides limits. */
export interface ConnectionParts {
  /** The maximum number of open files. @default that of this process */
  readonly openFiles?: number | undefined;
  /** Connections are encrypted with it. */
  readonly certificate?: ServerCertificate | undefined;
  /** Addresses and ranges without a limit per address. */
  readonly trustedProxies?: readonly string[];
}

/**
 * The connections of all clients, and their limits. A connection calls the methods of `ConnectionOwner`. Also the
 * injection token.
 */
export class Connections implements ConnectionOwner {
  readonly limits: ConnectionLimits;
  readonly cap: ConnectionCap;
  readonly certificate: ServerCertificate | undefined;
  /** How many connections were closed for each reason. */
  readonly cuts: Record<CutReason, number> = { idle: 0, memory: 0, pipelined: 0, slow: 0 };
  readonly #logger: Logger;
  readonly #open = new Map<Socket, Connection>();
  readonly #addresses: AddressCap;
  /** Connections whose TLS handshake is not complete, by `endpointOf`. */
  readonly #handshakes = new Map<string, Socket>();
  #failedHandshakes = 0;
  readonly #starts = new StartQueue();
  #handler: RequestListener | undefined;
  #countSources: (() => number) | undefined;
  #waiting = 0;
  #uses = 0;
  /** False after no idle connection was found, until the next check. */
  #mayEvict = true;

  constructor(
    logger: Logger,
    limits = CONNECTION_LIMITS,
    { certificate, openFiles = OPEN_FILES_LIMIT, trustedProxies = [] }: ConnectionParts = {},
  ) {
    this.#logger = logger;
    this.limits = limits;
    this.certificate = certificate;
    this.cap = new ConnectionCap(openFiles, logger, limits.connections);
    this.#addresses = new AddressCap(limits.connectionsPerAddress, trustedProxies, logger);
  }

  /** The number of open connections. */
  get size(): number {
    return this.#open.size;
  }

  /** How many TLS handshakes have failed so far. */
  get failedHandshakes(): number {
    return this.#failedHandshakes;
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

  /** Adds a new connection. Closes it at once and returns false if there are too many, at all or from its address. */
  add(socket: Socket): boolean {
    if (this.#open.size >= this.cap.max) {
      this.cap.refuse();
      socket.destroy();
      return false;
    }
    if (!this.#addresses.admit(socket)) {
      this.cap.countRefused();
      socket.destroy();
      return false;
    }
    if (this.#open.size >= this.cap.max - 1) this.#evict();
    this.#track(socket);
    return true;
  }

  /** Notes the beginning of the TLS handshake of a connection. */
  beginHandshake(socket: Socket): void {
    const endpoint = endpointOf(socket);
    this.#handshakes.set(endpoint, socket);
    socket.once('close', () => {
      if (this.#handshakes.get(endpoint) === socket) this.#handshakes.delete(endpoint);
    });
  }

  /** Gives the place of a connection to its encrypted form, when the handshake is complete. */
  completeHandshake(encrypted: TLSSocket): void {
    const endpoint = endpointOf(encrypted);
    const socket = this.#handshakes.get(endpoint);
    if (socket === undefined) {
      encrypted.destroy();
      return;
    }
    this.#handshakes.delete(endpoint);
    this.#open.delete(socket);
    this.#track(encrypted);
  }

  /** Counts and logs a TLS handshake that has failed. */
  failHandshake(error: NodeJS.ErrnoException): void {
    this.#failedHandshakes += 1;
    this.#logger.debug({ code: error.code, reason: error.message }, 'TLS handshake failed');
  }

  /** Logs that a client's certificate was not verified: the client counts as one without. */
  distrust({ remoteAddress }: TLSSocket, reason: string): void {
    this.#logger.debug({ address: remoteAddress, reason }, 'client certificate was not verified');
  }

  /** Closes the connections whose TLS handshake is not complete. */
  cutHandshakes(): void {
    for (const socket of this.#handshakes.values()) socket.destroy();
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
    this.#addresses.check();
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

  #track(socket: Socket): void {
    const connection = new Connection(socket, this);
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      connection.forget();
    });
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

/** The same for a connection and its encrypted form: no two connections have the same addresses and ports. */
function endpointOf({ localAddress, remoteAddress, remotePort }: Socket): string {
  return `${localAddress} ${remoteAddress} ${remotePort}`;
}
