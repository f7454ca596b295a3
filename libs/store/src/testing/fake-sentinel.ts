import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

const NEW_MASTER = '+switch-master';

/** A Sentinel that knows one master and says so when the test wants it; it speaks RESP2 and refuses `HELLO`. */
export class FakeSentinel {
  readonly #sockets = new Set<Socket>();
  readonly #subscribers = new Set<Socket>();
  #server: Server | undefined;
  #port = 0;
  #waiting: (() => void)[] = [];
  #holds = false;
  #password: string | undefined;
  readonly #known = new WeakSet<Socket>();

  constructor(private readonly masterPort: number) {}

  /** Where clients ask for the master; stays the same. */
  get port(): number {
    return this.#port;
  }

  /** How many questions for the master are unanswered. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** How many clients want to hear of a new master. */
  get subscribers(): number {
    return this.#subscribers.size;
  }

  /** Answers from now on. */
  async open(): Promise<void> {
    this.#server = createServer((socket) => this.#serve(socket)).listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Takes new clients from now on only with this password. */
  require(password: string): void {
    this.#password = password;
  }

  /** Leaves questions for the master unanswered until `answer` is called. */
  hold(): void {
    this.#holds = true;
  }

  /** Answers the questions that wait, and all later ones at once. */
  answer(): void {
    this.#holds = false;
    for (const answer of this.#waiting) answer();
    this.#waiting = [];
  }

  /** Tells every subscriber of a new master, as a Sentinel does at the end of a fail-over. */
  announceMaster(): void {
    const message = array('message', NEW_MASTER, `jobs 127.0.0.1 1 127.0.0.1 ${this.masterPort}`);
    for (const socket of this.#subscribers) socket.write(message);
  }

  /** Leaves its clients and refuses new ones, until opened again. */
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
    socket.on('error', () => undefined); // A client may go in the middle of an answer; 'close' follows.
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#subscribers.delete(socket);
    });
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const words of commandsIn(text)) this.#answer(socket, words);
    });
  }

  #answer(socket: Socket, [command = '', subcommand = '', ...more]: readonly string[]): void {
    const asked = command.toLowerCase() === 'sentinel' ? subcommand.toLowerCase() : command.toLowerCase();
    if (asked === 'auth' && (more.at(-1) ?? subcommand) === this.#password) this.#known.add(socket);
    if (asked === 'hello') socket.write("-ERR unknown command 'HELLO'\r\n");
    else if (this.#password !== undefined && !this.#known.has(socket))
      socket.write('-NOAUTH Authentication required.\r\n');
    else if (asked === 'sentinels') socket.write('*0\r\n');
    else if (asked === 'get-master-addr-by-name') this.#tellMaster(socket);
    else if (asked === 'subscribe') {
      this.#subscribers.add(socket);
      socket.write(`*3\r\n${bulk('subscribe')}${bulk(NEW_MASTER)}:1\r\n`);
    } else socket.write('+OK\r\n');
  }

  #tellMaster(socket: Socket): void {
    const answer = (): unknown => socket.write(array('127.0.0.1', String(this.masterPort)));
    if (this.#holds) this.#waiting.push(answer);
    else answer();
  }
}

function array(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map(bulk).join('')}`;
}

function bulk(word: string): string {
  return `$${Buffer.byteLength(word)}\r\n${word}\r\n`;
}

/** The commands in what was read; on the loopback a client's commands arrive whole. */
function* commandsIn(text: string): Generator<readonly string[]> {
  const lines = text.split('\r\n');
  for (let at = 0; at + 1 < lines.length;) {
    const count = Number(lines[at]?.slice(1));
    yield Array.from({ length: count }, (_, word) => lines[at + 2 + 2 * word] ?? '');
    at += 1 + 2 * count;
  }
}
