/** Records the requests between replicas and backends. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A request of a replica to a backend. Times are in ms. */
export interface RecordedRequest {
  /** Path and query as sent. */
  readonly target: string;
  readonly began: number;
  /** When it ended, with or without a response. */
  ended: number | undefined;
}

/** Forwards every request to a backend unchanged, and records when it began and ended. */
export class RecordingProxy {
  readonly requests: RecordedRequest[] = [];
  readonly #server: Server;

  private constructor(origin: string) {
    this.#server = createServer((incoming, outgoing) => {
      const recorded: RecordedRequest = { target: incoming.url ?? '/', began: Date.now(), ended: undefined };
      this.requests.push(recorded);
      const { headers, method } = incoming;
      const sent = request(`${origin}${recorded.target}`, { method, headers }, (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
      });
      sent.on('error', () => outgoing.destroy()); // The replica gets a broken connection.
      outgoing.once('close', () => {
        recorded.ended = Date.now();
        sent.destroy();
      });
      incoming.pipe(sent);
    });
  }

  /** Starts a proxy in front of the backend at this origin. */
  static async start(origin: string): Promise<RecordingProxy> {
    const proxy = new RecordingProxy(origin);
    await once(proxy.#server.listen(0, '127.0.0.1'), 'listening');
    return proxy;
  }

  /** The origin that the replica uses. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops listening and breaks all connections. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A poll as the backend receives it. Times are in ms. */
export interface RecordedPoll {
  readonly began: number;
  /** When its last page ended. */
  readonly ended: number;
}

/**
 * The polls of one replica at one backend, oldest first. Each poll requests the first page once. That request is the most
 * frequent one, because it is the same in every poll after the first. The listings after it are further pages.
 */
function pollsOf({ requests }: RecordingProxy): readonly RecordedPoll[] {
  const listings = requests.filter(({ target }) => /\/jobs\?/.test(target));
  const counts = new Map<string, number>();
  for (const { target } of listings) counts.set(target, (counts.get(target) ?? 0) + 1);
  const [firstPage] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
  const polls: RecordedPoll[] = [];
  for (const { began, ended = Infinity, target } of listings) {
    if (target === firstPage) polls.push({ began, ended });
    else if (polls.length > 0) polls.push({ ...(polls.pop() as RecordedPoll), ended });
  }
  return polls;
}

/**
 * The order in which replicas polled a backend, as a string with the replica's number for each poll. Sorted by the beginning
 * or the end of the polls.
 */
export function pollOrder(proxies: readonly RecordingProxy[], order: keyof RecordedPoll): string {
  const polls = proxies.flatMap((proxy, replica) => pollsOf(proxy).map((poll) => ({ at: poll[order], replica })));
  return polls
    .sort((one, other) => one.at - other.at)
    .map(({ replica }) => replica)
    .join('');
}
