import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const NEW_MASTER = '+switch-master';

/** A Sentinel for one master, which responds when the test allows it. Speaks RESP2 and rejects `HELLO`. */
export class FakeSentinel {
  readonly #sockets = new Set<Socket>();
  readonly #subscribers = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #waiting: (() => void)[] = [];
  #isHolding = false;
  #password: string | undefined;
  readonly #authenticated = new WeakSet<Socket>();

  constructor(private readonly masterPort: number) {}

  /** Port for clients; stays the same after a close and reopen. */
  get port(): number {
    return this.#port;
  }

  /** Number of requests for the master's address without a response. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Number of clients that have subscribed to new masters. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Starts to listen. */
  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Requires this password from new clients. */
  require(password: string): void {
    this.#password = password;
  }

  /** Holds back responses with the master's address until `release` is called. */
  hold(): void {
    this.#isHolding = true;
  }

  /** Sends the responses that were held back, and holds back no others. */
  release(): void {
    this.#isHolding = false;
    for (const respond of this.#waiting) respond();
    this.#waiting = [];
  }

  /** Publishes a new master to all subscribers, as a Sentinel does at the end of a failover. */
  announceMaster(): void {
    const message = array('message', NEW_MASTER, `jobs 127.0.0.1 1 127.0.0.1 ${this.masterPort}`);
    for (const socket of this.#subscribers) socket.write(message);
  }

  /** Disconnects all clients and rejects new ones, until it is opened again. */
  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    const closed = server && once(server, 'close');
    server?.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined); // A client may disconnect during a response; 'close' follows.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#subscribers.delete(socket);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const words of commandsIn(text)) this.#respond(socket, words);
    });
  }

  #respond(socket: Socket, [command = '', subcommand = '', ...more]: readonly string[]): void {
    const name = command.toLowerCase() === 'sentinel' ? subcommand.toLowerCase() : command.toLowerCase();
    if (name === 'auth' && (more.at(-1) ?? subcommand) === this.#password) this.#authenticated.add(socket);
    if (name === 'hello') socket.write("-ERR unknown command 'HELLO'\r\n");
    else if (this.#password !== undefined && !this.#authenticated.has(socket))
      socket.write('-NOAUTH Authentication required.\r\n');
    else if (name === 'sentinels') socket.write('*0\r\n');
    else if (name === 'get-master-addr-by-name') this.#sendMaster(socket);
    else if (name === 'subscribe') {
      this.#subscribers.add(socket);
      socket.write(`*3\r\n${bulk('subscribe')}${bulk(NEW_MASTER)}:1\r\n`);
    } else socket.write('+OK\r\n');
  }

  #sendMaster(socket: Socket): void {
    const respond = (): unknown => socket.write(array('127.0.0.1', String(this.masterPort)));
    if (this.#isHolding) this.#waiting.push(respond);
    else respond();
  }
}

function array(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map(bulk).join('')}`;
}

function bulk(word: string): string {
  return `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
}

/** Parses the commands in the received text; on the loopback, a client's commands arrive complete. */
function* commandsIn(text: string): Generator<readonly string[]> {
  const lines = text.split('\r\n');
  for (let at = 0; at + 1 < lines.length;) {
    const count = Number(lines[at]?.slice(1));
    yield Array.from({ length: count }, (_, word) => lines[at + 2 + 2 * word] ?? '');
    at += 1 + 2 * count;
  }
}
