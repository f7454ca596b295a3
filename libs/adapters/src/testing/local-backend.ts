/** A real HTTP(S) server on the loopback that plays a backend, records what it is asked, and closes cleanly. */
import http, { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import https from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';

/** One request as it arrived. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query, exactly as sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

/** Answers a request, or does not. */
export type Answer = (request: ReceivedRequest, response: ServerResponse) => void;

/** A running server. */
export interface LocalBackend {
  /** `http://127.0.0.1:<port>`, or https. */
  readonly origin: string;
  /** `127.0.0.1:<port>`. */
  readonly host: string;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly ReceivedRequest[];
  /** Connections open now. */
  readonly sockets: ReadonlySet<Socket>;
  /** Resolves as soon as no connection is open. */
  idle(): Promise<void>;
  /** Cuts every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a server on a free port; with `tls` it speaks HTTPS. */
export async function startLocalBackend(answer: Answer, tls?: https.ServerOptions): Promise<LocalBackend> {
  const requests: ReceivedRequest[] = [];
  const sockets = new Set<Socket>();
  const waiting: (() => void)[] = [];

  async function onRequest(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await receive(message);
    if (request === undefined) return;
    requests.push(request);
    answer(request, response);
  }
  function listener(message: IncomingMessage, response: ServerResponse): void {
    void onRequest(message, response);
  }
  const server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  server.keepAliveTimeout = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy()); // clients that hang up are what is being tested
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

/** The whole request, or nothing when the client hung up before its end. */
async function receive(message: IncomingMessage): Promise<ReceivedRequest | undefined> {
  const { method = '', url: path = '', headers, socket } = message;
  const pieces: Buffer[] = [];
  try {
    for await (const piece of message) pieces.push(piece as Buffer);
  } catch {
    return undefined; // the client's own doing; what it expects of it is its test's matter
  }
  return { method, path, headers, body: Buffer.concat(pieces).toString('utf8'), socket };
}

/** Answers with a status and a JSON body. */
export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
