/** An HTTP or HTTPS server on one port that can be closed and opened again. */
import { createServer, type Server, type ServerOptions } from 'node:http';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, type Socket } from 'node:net';

/** PEM texts. With `ca` the server requests a client certificate but does not require one. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

// ONTAP sends `Keep-Alive: timeout=5, max=100` (from a capture in netapp_ontap's README).
const KEEP_ALIVE = { keepAliveTimeout: 5_000 } as const;
const REQUESTS_PER_CONNECTION = 100;

/** Answers requests between `start` and `stop`. */
export class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #host: string;
  readonly #scheme: string;
  #port: number;

  constructor(
    host: string,
    port: number,
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    tls?: TlsFiles,
  ) {
    this.#host = host;
    this.#port = port;
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server = makeServer(answer, tls);
    this.#server.maxRequestsPerSocket = REQUESTS_PER_CONNECTION;
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  /** Constant after the first start. */
  get url(): string {
    return `${this.#scheme}://${this.#host}:${this.#port}`;
  }

  get listening(): boolean {
    return this.#server.listening;
  }

  /** Opens the configured port, or a free one that later starts use again. Rejects if the port is in use. */
  async start(): Promise<void> {
    if (this.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(this.#port, this.#host, () => {
        this.#server.off('error', reject);
        resolve();
      });
    });
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Closes the port and drops all connections, also those with open requests. */
  async stop(): Promise<void> {
    if (!this.listening) return;
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}

function makeServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  tls: TlsFiles | undefined,
): Server {
  const options: ServerOptions = KEEP_ALIVE;
  if (tls === undefined) return createServer(options, answer);
  const certificates = { requestCert: tls.ca !== undefined, rejectUnauthorized: false };
  return createTlsServer({ ...options, ...tls, ...certificates }, answer);
}
