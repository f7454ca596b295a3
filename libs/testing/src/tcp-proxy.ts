import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy on the loopback interface with connection faults that tests can switch on. */
export class TcpProxy {
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #target: number;

  constructor(target: number) {
    this.#target = target;
  }

  /** The port for clients. It stays the same when the proxy is opened again. */
  get port(): number {
    return this.#port;
  }

  /** Starts to accept connections. */
  async open(): Promise<void> {
    const server = createServer((client) => this.#join(client, connect(this.#target, '127.0.0.1')));
    this.#server = server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Closes all connections and refuses new ones, until `open` is called. */
  async cut(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  /** Stops forwarding on the open connections, like a network that drops packets. */
  fallSilent(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** Sets the port that new connections are forwarded to. */
  leadTo(port: number): void {
    this.#target = port;
  }

  #join(client: Socket, server: Socket): void {
    client.pipe(server).pipe(client);
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
