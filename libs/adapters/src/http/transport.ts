import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

import { BackendError, type Clock } from '@gateway/core';

import { isUsable, onceUsable } from './usable.js';

/** No backend sends more headers; further ones are ignored. Reading them takes a time that grows with the square. */
const MAX_HEADERS = 100;
/** Responses with a status of 1xx (RFC 9110, 15.2) before the final one. */
const MAX_INTERIM_RESPONSES = 10;

/** How far one attempt to send a request got. */
export interface Progress {
  /** The connection may carry the request, which may have reached the backend; see `usable.ts`. */
  connected: boolean;
  /** The connection goes through a proxy. */
  readonly isProxied: boolean;
  /** An earlier request used the same connection. */
  reusedSocket: boolean;
  /** The head of the response has arrived. */
  responded: boolean;
  /** When the connection was established, in ms by the gateway's clock. */
  sentAt: number;
  /** Why the gateway has closed the connection. */
  refused?: BackendError;
}

/** The transport that axios uses: Node's own client, without redirects. */
export interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest;
}

/** A transport for one attempt, which records in `progress` how far the attempt gets. */
export function trackedTransport(progress: Progress, clock: Clock): Transport {
  function connected(): void {
    progress.connected = true;
    progress.sentAt = clock.now();
  }
  return {
    request(options, onResponse) {
      const secure = options.protocol === 'https:';
      const request = (secure ? https : http).request(options, onResponse);
      request.once('socket', (socket) => {
        // Not `request.reusedSocket`: it stays false for a socket that goes directly to a queued request.
        progress.reusedSocket = isUsable(socket);
        onceUsable(socket, connected);
      });
      // The error that axios rejects with is a copy.
      request.once('error', (error) => {
        if (error instanceof BackendError) progress.refused ??= error;
      });
      request.maxHeadersCount = MAX_HEADERS;
      request.once('response', () => {
        progress.responded = true;
      });
      let interim = 0;
      request.on('information', () => {
        interim += 1;
        if (interim <= MAX_INTERIM_RESPONSES || progress.refused) return;
        progress.refused = new BackendError('malformed', 'the response does not begin after ten interim responses');
        request.destroy(progress.refused);
      });
      return request;
    },
  };
}
