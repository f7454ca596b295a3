import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import { type Clock } from '@gateway/core';

/** How far one sending of a request got. */
export interface Progress {
  /** The connection stood, TLS included: the request may have reached the backend. */
  connected: boolean;
  /** The connection had served an earlier request. */
  reusedSocket: boolean;
  /** The head of the answer has come. */
  responded: boolean;
  /** When the connection stood, by our clock. */
  sentAt: number;
}

/** The transport axios sends through: plain Node, no redirects, noting in `progress` how far the request gets. */
export interface Transport {
  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest;
}

/** Makes the transport for one sending, which then owns `progress`. */
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
        // Not request.reusedSocket, which stays false for a socket that is handed straight to a waiting request.
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
