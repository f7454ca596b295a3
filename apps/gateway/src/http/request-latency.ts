import { DURATION_BOUNDS, Histogram } from '@gateway/core';
import { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify';

declare module 'fastify' {
  interface FastifyReply {
    /** True for a response that is held open on purpose, such as a watch: its duration says nothing about the gateway. */
    isHeld: boolean;
  }
}

/** The requests of one route with one method and one class of status, such as `2xx`. */
export interface MeasuredRequests {
  readonly labels: { readonly method: string; readonly route: string; readonly status: string };
  /** Durations in seconds. */
  readonly histogram: Histogram;
}

/** The classes of status, by their first digit. */
const CLASSES = ['', '1xx', '2xx', '3xx', '4xx', '5xx'];

/** The requests of one route with one method. */
class RouteLatency {
  readonly #byClass: (Histogram | undefined)[] = CLASSES.map(() => undefined);

  constructor(
    readonly method: string,
    readonly route: string,
  ) {}

  observe(status: number, seconds: number): void {
    const at = Math.floor(status / 100);
    (this.#byClass[at] ??= new Histogram(DURATION_BOUNDS)).observe(seconds);
  }

  measured(): readonly MeasuredRequests[] {
    const { method, route } = this;
    return this.#byClass.flatMap((histogram, at) =>
      histogram === undefined ? [] : [{ labels: { method, route, status: CLASSES[at] ?? 'other' }, histogram }],
    );
  }
}

/**
 * The durations of requests, from their headers to the end of the response, by route, method and class of status. There
 * is one entry per route of the server, whatever clients request. A request without a route is not measured.
 */
export class RequestLatency {
  readonly #routes: RouteLatency[] = [];

  /** What was measured so far. */
  measured(): readonly MeasuredRequests[] {
    return this.#routes.flatMap((route) => route.measured());
  }

  /** Measures the requests of all routes that are added to the server later. */
  measure(server: FastifyInstance): void {
    server.decorateReply('isHeld', false);
    server.addHook('onRoute', (route) => {
      const hook = this.#hookOf(route);
      route.onResponse = [hook, ...[route.onResponse ?? []].flat()];
    });
  }

  /** Runs after every response, so it neither allocates nor looks up more than the method. */
  #hookOf({ method, url }: RouteOptions): (request: FastifyRequest, reply: FastifyReply, done: () => void) => void {
    const route = url.replace(/:(\w+)/g, '{$1}');
    const byMethod = new Map([method].flat().map((each) => [each, new RouteLatency(each, route)]));
    this.#routes.push(...byMethod.values());
    return (request, reply, done) => {
      if (!reply.isHeld) byMethod.get(request.method)?.observe(reply.statusCode, reply.elapsedTime / 1_000);
      done();
    };
  }
}
