/** Compresses responses for clients that accept it (RFC 9110, 12.5.3 and 8.4). */

import { brotliCompress, type BrotliOptions, constants, gzip } from 'node:zlib';

import { type FastifyInstance } from 'fastify';

const MIN_LENGTH = 1_024;
/** In the order of preference: gzip takes half of brotli's CPU time, for a few percent more bytes. */
const CODINGS = ['gzip', 'br'] as const;
/** A content coding. */
export type Coding = (typeof CODINGS)[number];

const BROTLI: BrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const COMPRESSORS = {
  gzip: (text: string, done: (error: Error | null, result: Buffer) => void) => gzip(text, { level: 1 }, done),
  br: (text: string, done: (error: Error | null, result: Buffer) => void) => brotliCompress(text, BROTLI, done),
} as const satisfies Record<Coding, unknown>;

/** Compresses the text responses of a server, off the event loop. Streams and short texts are sent uncompressed. */
export function compressResponses(server: FastifyInstance): void {
  server.addHook('onSend', (request, reply, payload, done) => {
    const coding = isWorthwhile(payload) ? codingFor(request.headers['accept-encoding']) : undefined;
    if (coding === undefined) {
      done(null, payload);
      return;
    }
    reply.header('content-encoding', coding).removeHeader('content-length');
    COMPRESSORS[coding](payload as string, done);
  });
}

/** The supported coding that an `Accept-Encoding` header prefers; `undefined` if it accepts none or prefers no coding. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const weights = new Map<string, number>();
  for (const item of acceptEncoding?.toLowerCase().split(',') ?? []) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((part) => part.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const best = CODINGS.reduce((preferred, coding) => (weightOf(coding) > weightOf(preferred) ? coding : preferred));
  const weight = weightOf(best);
  return weight > 0 && weight >= (weights.get('identity') ?? 0) ? best : undefined;
}

function isWorthwhile(payload: unknown): boolean {
  return typeof payload === 'string' && payload.length >= MIN_LENGTH;
}
