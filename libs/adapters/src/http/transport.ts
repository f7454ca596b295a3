import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

import { type Clock } from '@gateway/core';

/** How far one attempt to send a request got. */
export interface Progress {
  /** The connection is established, including TLS: the request may have reached the backend. */
  connected: boolean;
  /** An earlier request used the same connection. */
  reusedSocket: boolean;
  /** The head of the response has arrived. */
  responded: boolean;
  /** When the connection was established, in ms by the gateway's clock. */
  sentAt: number;
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
        progress.reusedSocket = !socket.connecting;
        if (progress.reusedSocket) connected();
        else socket.once(secure ? 'secureConnect' : 'connect', connected);
      });
      request.once('response', () => {
        progress.responded = true;
      });
      return request;
    },
  };
}
