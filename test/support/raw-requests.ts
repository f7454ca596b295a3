/** Requests that an ordinary HTTP client would not send. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text as readAll } from 'node:stream/consumers';
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { until } from '@gateway/testing/until';

/** Sends bytes and returns everything received until the server closes the connection. */
export async function exchange({ hostname, port }: URL, bytes: string): Promise<string> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return readAll(socket);
}

/** Sends bytes and disconnects at once. */
export async function abandon({ hostname, port }: URL, bytes: string): Promise<void> {
  const socket = connect(Number(port), hostname);
  socket.write(bytes, () => socket.destroy());
  await once(socket, 'close');
}

/** Sends the path unchanged and returns the response status; `fetch` would resolve dot segments. */
export function statusOf({ hostname, port }: URL, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, method, path, agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    });
    sent.once('error', reject).end();
  });
}

/** A response as it was received. */
export interface RawResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A connection on which bytes are sent as they are. */
export class RawClient {
  /** Everything received so far; one character for each byte. */
  received = '';
  /** True once the server has closed the connection. */
  closed = false;

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').on('data', (text: string) => (this.received += text));
    socket.on('error', () => undefined); // A reset connection; `closed` is set on close.
    socket.once('end', () => (this.closed = true)).once('close', () => (this.closed = true));
  }

  /** Connects to the host and port of a URL. `from` is the address of this side. */
  static async open(url: string, from?: string): Promise<RawClient> {
    const { hostname, port } = new URL(url);
    const socket = connect({ port: Number(port), host: hostname, ...(from !== undefined && { localAddress: from }) });
    await once(socket, 'connect');
    return new RawClient(socket);
  }

  /** As `open`, with TLS. Rejects if the handshake fails. */
  static async openTls(url: string, options: ConnectionOptions): Promise<RawClient & { readonly tls: TLSSocket }> {
    const { hostname, port } = new URL(url);
    const tls = connectTls({ host: hostname, port: Number(port), ...options });
    await once(tls, 'secureConnect');
    return Object.assign(new RawClient(tls), { tls });
  }

  send(bytes: string): void {
    this.socket.write(bytes, 'latin1');
  }

  /** Stops reading. */
  pause(): void {
    this.socket.pause();
  }

  /** The number of bytes that the server has not taken. */
  get unsentBytes(): number {
    return this.socket.writableLength;
  }

  /** The complete responses so far. Those without `Content-Length` have no body. */
  get responses(): readonly RawResponse[] {
    return responsesIn(this.received);
  }

  /** Waits until the server has closed the connection, and returns the responses. */
  async end(): Promise<readonly RawResponse[]> {
    await until('the server closes the connection', () => this.closed);
    return this.responses;
  }

  /** Disconnects at once. */
  async cut(): Promise<void> {
    this.socket.destroy();
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}

function responsesIn(received: string): RawResponse[] {
  const responses: RawResponse[] = [];
  for (let at = 0; ;) {
    const headEnd = received.indexOf('\r\n\r\n', at);
    if (headEnd < 0) return responses;
    const [statusLine = '', ...lines] = received.slice(at, headEnd).split('\r\n');
    const headers = Object.fromEntries(lines.map((line) => [line.split(':')[0]?.toLowerCase(), line.split(': ')[1]]));
    const end = headEnd + 4 + Number(headers['content-length'] ?? 0);
    if (received.length < end) return responses;
    responses.push({ status: Number(statusLine.split(' ')[1]), headers, body: received.slice(headEnd + 4, end) });
    at = end;
  }
}
