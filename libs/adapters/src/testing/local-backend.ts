/** A real HTTP(S) server on the loopback in place of a backend. It records its requests. */
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

/** Responds to a request, or leaves it without a response. */
export type Responder = (request: ReceivedRequest, response: ServerResponse) => void;

/** A running server. */
export interface LocalBackend {
  /** `http://127.0.0.1:<port>`, or https. */
  readonly origin: string;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** The open connections. */
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a server on a free port, with HTTPS if `tls` is given. */
export async function startLocalBackend(respond: Responder, tls?: https.ServerOptions): Promise<LocalBackend> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];

  async function onRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    if (request === undefined) return;
    requests.push(request);
    respond(request, response);
  }
  function listener(message: IncomingMessage, response: ServerResponse): void {
    void onRequest(message, response);
  }
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()); // e.g. reset by the client, which tests do on purpose
    socket.once('close', () => {
      sockets.delete(socket);
      if (sockets.size === 0) waiting.splice(0).forEach((resolve) => resolve());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin: `${tls ? 'https' : 'http'}://${host}`,
    host,
    requests,
    sockets,
    idle: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The complete request; `undefined` if the client closed the connection before its end. */
async function receive(message: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const { method = '', url: path = '', headers, socket } = message;
  const pieces: Buffer[] = [];
  try {
    for await (const piece of message) pieces.push(piece as Buffer);
  } catch {
    return undefined; // closed by the client
  }
  return { method, path, headers, body: Buffer.concat(pieces).toString('utf8'), socket };
}

/** Sends a response with a status and a JSON body. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
