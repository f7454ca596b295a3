/** Looks on between replicas and their backends. */
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A request that a replica has sent to a backend; instants are in ms. */
export interface TappedRequest {
  /** Path and query as sent. */
  readonly target: string;
  readonly began: number;
  /** When it was over, answered or not. */
  ended: number | undefined;
}

/** Hands every request on to a backend as it is, and keeps when it came and when it was over. */
export class Tap {
  readonly requests: TappedRequest[] = [];
  readonly #server: Server;

  private constructor(origin: string) {
    this.#server = createServer((incoming, outgoing) => {
      const seen: TappedRequest = { target: incoming.url ?? '/', began: Date.now(), ended: undefined };
      this.requests.push(seen);
      const { headers, method } = incoming;
      const sent = request(`${origin}${seen.target}`, { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      sent.on('error', () => outgoing.destroy()); // The replica sees that its connection broke.
      outgoing.once('close', () => {
        seen.ended = Date.now();
        sent.destroy();
      });
      incoming.pipe(sent);
    });
  }

  /** Begins to listen before the backend of this origin. */
  static async before(origin: string): Promise<Tap> {
    const tap = new Tap(origin);
    await once(tap.#server.listen(0, '127.0.0.1'), 'listening');
    return tap;
  }

  /** Origin for the replica. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Stops listening and breaks every connection off. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A poll as a backend sees it; instants are in ms. */
export interface TappedPoll {
  readonly began: number;
  /** When its last page was over. */
  readonly ended: number;
}

/**
 * The polls of one replica at one backend, oldest first. Each asks for the first page once, in words that stay the same once
 * the replica knows what the backend takes; the listings that follow are further pages of it.
 */
function pollsOf({ requests }: Tap): readonly TappedPoll[] {
  const listings = requests.filter(({ target }) => /\/jobs\?/.test(target));
  const counts = new Map<string, number>();
  for (const { target } of listings) counts.set(target, (counts.get(target) ?? 0) + 1);
  const [firstPage] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ['', 0]);
  const polls: TappedPoll[] = [];
  for (const { began, ended = Infinity, target } of listings) {
    if (target === firstPage) polls.push({ began, ended });
    else if (polls.length > 0) polls.push({ ...(polls.pop() as TappedPoll), ended });
  }
  return polls;
}

/**
 * Who polled a backend, poll after poll, as a text of the replicas' numbers: in the order in which the polls began, or in
 * which they ended.
 */
export function pollersOf(taps: readonly Tap[], order: keyof TappedPoll): string {
  const polls = taps.flatMap((tap, replica) => pollsOf(tap).map((poll) => ({ at: poll[order], replica })));
  return polls
    .sort((one, other) => one.at - other.at)
    .map(({ replica }) => replica)
    .join('');
}
