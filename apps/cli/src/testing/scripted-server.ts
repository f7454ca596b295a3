import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';

/** Answers one request. */
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

/** A server whose answers a test writes beforehand, one for each request. */
export class ScriptedServer {
  /** The requests so far, as `GET /path`. */
  readonly requests: string[] = [];
  readonly headers: IncomingMessage['headers'][] = [];

  private constructor(
    private readonly server: Server,
    private readonly answers: Answer[],
  ) {}

  /** Starts a server with these answers; further requests are 500. */
  static async start(...answers: readonly Answer[]): Promise<ScriptedServer> {
    const server = createServer();
    const scripted = new ScriptedServer(server, [...answers]);
    server.on('request', (request, response) => scripted.#answer(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return scripted;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(`${request.method} ${request.url}`);
    this.headers.push(request.headers);
    const answer = this.answers.shift() ?? problem(500, 'internal');
    answer(response, request);
  }
}

/** An answer with JSON. */
export function json(value: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(value));
  };
}

/** An error response of the gateway. */
export function problem(status: number, slug: string, headers: Readonly<Record<string, string>> = {}): Answer {
  const detail = `it is ${slug}`;
  const error = { code: '1', message: detail };
  return json({ type: `/docs/errors#${slug}`, title: slug, status, detail, request_id: 'r-1', error }, status, headers);
}

/** A stream of events that stays open, or ends. */
export function events(text: string, end: 'open' | 'end' | 'cut' = 'end'): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text);
    if (end === 'end') response.end();
    if (end === 'cut') setImmediate(() => response.destroy());
  };
}

/** An answer that cuts the connection. */
export const cut: Answer = (response) => {
  response.destroy();
};
