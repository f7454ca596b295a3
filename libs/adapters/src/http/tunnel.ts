/** Connections through an HTTP proxy (CONNECT, RFC 9110, 9.3.6). */
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { Duplex } from 'node:stream';

import { type SourceProxy } from '@gateway/core';

import { authorizationFor } from './login.js';
import { connectPlain } from './plain-connection.js';
import { failureOfProxy, refusalOfProxy } from './proxy-errors.js';
import { markUsable } from './usable.js';

/** More than any proxy sends in response to CONNECT. */
const MAX_HEAD_BYTES = 16 * 1024;

/** Opens a connection to `target` (`host:port`) through a proxy that responds within `timeoutMs`. */
export function openTunnel(proxy: SourceProxy, target: string, timeoutMs: number): Tunnel {
  const { hostname, port } = new URL(proxy.url);
  const login = proxy.login && authorizationFor(proxy.login);
  const socket = connectPlain({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(port || 80) });
  const request = http.request({
    method: 'CONNECT',
    path: target,
    headers: {
      host: target,
      'user-agent': 'job-gateway',
      ...(login !== undefined && { 'proxy-authorization': login }),
    },
    createConnection: () => socket,
    maxHeaderSize: MAX_HEAD_BYTES,
  });
  return new Tunnel(request, socket, { hasLogin: login !== undefined, timeoutMs });
}

/** What the errors of a tunnel depend on. */
interface TunnelFacts {
  readonly hasLogin: boolean;
  readonly timeoutMs: number;
}

/**
 * A connection through a proxy. What is written waits until the proxy has connected to the target, so the proxy
 * receives nothing but the CONNECT request before. If the proxy fails or refuses, the connection ends with an
 * `unreachable` BackendError that says so. Has the methods of a socket that an `http.Agent` calls.
 */
export class Tunnel extends Duplex {
  readonly #request: ClientRequest;
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;
  #isOpen = false;
  #hasEnded = false;
  /** Continues what waits for the proxy. */
  #waiting: (() => void) | undefined;

  constructor(request: ClientRequest, socket: Socket, facts: TunnelFacts) {
    super({ allowHalfOpen: false });
    this.#request = request;
    this.#socket = socket;
    let isConnected = false;
    socket.once('connect', () => {
      isConnected = true;
    });
    request.once('connect', (response: IncomingMessage, _socket: Socket, head: Buffer) => {
      const refusal = refusalOfProxy(response.statusCode ?? 0, facts.hasLogin, head.length);
      if (refusal) this.destroy(refusal);
      else this.#open();
    });
    const fail = (error: Error | 'silent'): void => {
      this.destroy(failureOfProxy(error, isConnected, facts.timeoutMs));
    };
    request.on('error', fail);
    request.end();
    this.#timer = setTimeout(() => fail('silent'), facts.timeoutMs);
  }

  setTimeout(ms: number): this {
    this.#socket.setTimeout(ms);
    return this;
  }

  setKeepAlive(enable: boolean, initialDelay?: number): this {
    this.#socket.setKeepAlive(enable, initialDelay);
    return this;
  }

  ref(): this {
    this.#socket.ref();
    return this;
  }

  unref(): this {
    this.#socket.unref();
    return this;
  }

  /** Ends the connection, and closes it once everything has been written: as `Socket.destroySoon`, which Node calls. */
  destroySoon(): void {
    if (!this.writableEnded) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  override _read(): void {
    if (this.#isOpen) this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, callback: (error?: Error | null) => void): void {
    this.#whenOpen(() => this.#socket.write(chunk, callback));
  }

  override _final(callback: (error?: Error | null) => void): void {
    this.#whenOpen(() => this.#socket.end(() => callback()));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#request.destroy();
    this.#socket.destroy();
    callback(error);
  }

  /** A stream writes one piece at a time, so at most one call waits. */
  #whenOpen(work: () => void): void {
    if (this.#isOpen) work();
    else this.#waiting = work;
  }

  #open(): void {
    const socket = this.#socket;
    clearTimeout(this.#timer);
    socket.on('timeout', () => this.emit('timeout'));
    socket.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) socket.pause();
    });
    socket.once('end', () => {
      this.#hasEnded = true;
      this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.once('close', () => {
      if (!this.#hasEnded) this.destroy();
    });
    this.#isOpen = true;
    markUsable(this);
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
