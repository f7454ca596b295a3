/** Compression of responses for clients that accept it (RFC 9110, 12.5.3 and 8.4). */

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import { Slots } from '@gateway/core';
import { type FastifyInstance } from 'fastify';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

const MIN_LENGTH = 1_024;
/** In the order of preference: gzip takes half of brotli's CPU time, for a few percent more bytes. */
const CODINGS = ['gzip', 'br', 'identity'] as const;
/** A content coding other than `identity`. */
export type Coding = Exclude<(typeof CODINGS)[number], 'identity'>;

const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const compressors = { gzip: promisify(gzip), br: promisify(brotliCompress) } as const;

/** The preferred codings of the header texts that were seen last. */
const negotiated = new LRUCache<string, Coding | 'identity'>({ max: 100 });

/** Compressions at once: half of Node's threads, which the store, files and look-ups of host names need too. */
const slots = new Slots(2);

/** Compresses a body off the event loop. At most two bodies are compressed at once; the others wait. */
export function compress(body: string | Buffer, coding: Coding): Promise<Buffer> {
  return slots.run(() => (coding === 'gzip' ? compressors.gzip(body, { level: 1 }) : compressors.br(body, BROTLI)));
}

/** The coding in which to send a body; `undefined` to send it as it is, as any short one is. */
export function codingOf(body: string | Buffer, acceptEncoding: string | undefined): Coding | undefined {
  return body.length < MIN_LENGTH ? undefined : codingFor(acceptEncoding);
}

/** The supported coding that an `Accept-Encoding` header prefers; `undefined` if it accepts none or prefers no coding. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  if (acceptEncoding === undefined) return undefined;
  let coding = negotiated.get(acceptEncoding);
  if (coding === undefined) {
    const negotiator = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } });
    coding = negotiator.encoding(CODINGS, { preferred: CODINGS }) ?? 'identity';
    negotiated.set(acceptEncoding, coding);
  }
  return coding === 'identity' ? undefined : coding;
}

/** Compresses the text responses of a server that no controller has compressed; streams are sent as they are. */
export function compressResponses(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const coding = typeof payload === 'string' ? codingOf(payload, request.headers['accept-encoding']) : undefined;
    if (coding === undefined) {
      done(null, payload);
      return;
    }
    reply.header('content-encoding', coding).removeHeader('content-length');
    compress(payload as string, coding).then((body) => done(null, body), done);
  });
}
