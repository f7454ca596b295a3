/** A working HTTP proxy on the loopback that connects to any target (CONNECT), and records what it receives. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A CONNECT request. */
export interface ReceivedConnect {
  /** `host:port`, as it was sent. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  /** Connects to the target and forwards everything. */
  forward(): void;
}

/** Responds to a CONNECT request over the client's connection, or leaves it without a response. */
export type ProxyResponder = (request: ReceivedConnect, client: Socket) => void;

/** A running proxy. */
export interface ConnectProxy {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Every CONNECT request so far. */
  readonly requests: readonly ReceivedConnect[];
  /** Methods and targets of all other requests. */
  readonly others: readonly string[];
  /** The open connections of clients. */
  readonly clients: ReadonlySet<Socket>;
  /** Everything that clients have sent after their CONNECT request. */
  forwarded(): string;
  /** Closes every connection and stops listening. */
  close(): Promise<void>;
}

/** Starts a proxy on a free port. By default it connects to every target. */
export async function startConnectProxy(
  respond: ProxyResponder = (request) => request.forward(),
): Promise<ConnectProxy> {
  const requests: ReceivedConnect[] = [];
  const others: string[] = [];
  const clients = new Set<Socket>();
  const sockets = new Set<Socket>();
  const pieces: Buffer[] = [];

  function track(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    return socket.once('close', () => sockets.delete(socket));
  }
  function forward(target: string, client: Socket): void {
    const url = new URL(`http://${target}`);
    const backend = track(connect(Number(url.port || 80), url.hostname.replace(/^\[(.*)\]$/, '$1')));
    backend.once('connect', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      client.pipe(backend).pipe(client);
    });
    client.once('close', () => backend.destroy());
    backend.once('close', () => client.destroy());
  }
  const server = createServer((request, response) => {
    others.push(`${request.method} ${request.url}`);
    response.writeHead(400).end();
  });
  server.on('connection', (client: Socket) => {
    clients.add(track(client));
    client.once('close', () => clients.delete(client));
    client.once('end', () => client.end()); // an HTTP server leaves its own side open
  });
  server.on('connect', ({ headers, url: target = '' }, client: Socket) => {
    client.on('data', (piece: Buffer) => pieces.push(piece));
    const request = { target, headers, forward: () => forward(target, client) };
    requests.push(request);
    respond(request, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    others,
    clients,
    forwarded: () => Buffer.concat(pieces).toString('latin1'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
