/** Compresses answers for clients that ask for it (RFC 9110, 12.5.3 and 8.4). */

import { type BrotliOptions, brotliCompress, constants, gzip } from 'node:zlib';

import { type FastifyInstance } from 'fastify';

const WORTHWHILE_BYTES = 1_024;
/** In the order of our liking: gzip costs half of what brotli costs here, for a few percent more bytes. */
const CODINGS = ['gzip', 'br'] as const;
/** A content coding. */
export type Coding = (typeof CODINGS)[number];

const BROTLI: BrotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };
const COMPRESSORS = {
  gzip: (text: string, done: (error: Error | null, result: Buffer) => void) => gzip(text, { level: 1 }, done),
  br: (text: string, done: (error: Error | null, result: Buffer) => void) => brotliCompress(text, BROTLI, done),
} as const satisfies Record<Coding, unknown>;

/** Compresses the texts a server answers with, off the event loop. Streams and short texts go out as they are. */
export function compressAnswers(server: FastifyInstance): void {
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

/** The coding a client likes best of those there are; `undefined` when it likes none, or the plain text more. */
export function codingFor(acceptEncoding: string | undefined): Coding | undefined {
  const weights = new Map<string, number>();
  for (const item of acceptEncoding?.toLowerCase().split(',') ?? []) {
    const [name = '', ...parameters] = item.split(';').map((part) => part.trim());
    const weight = parameters.find((part) => part.startsWith('q='))?.slice(2);
    weights.set(name, weight === undefined ? 1 : Number(weight) || 0);
  }
  const weightOf = (coding: Coding): number => weights.get(coding) ?? weights.get('*') ?? 0;
  const best = CODINGS.reduce((liked, coding) => (weightOf(coding) > weightOf(liked) ? coding : liked));
  const weight = weightOf(best);
  return weight > 0 && weight >= (weights.get('identity') ?? 0) ? best : undefined;
}

function isWorthwhile(payload: unknown): boolean {
  return typeof payload === 'string' && payload.length >= WORTHWHILE_BYTES;
}
