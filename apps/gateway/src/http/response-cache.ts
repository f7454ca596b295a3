import { type HasLeft, type Revision, SharedResult, type SourceScope } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { type Coding, codingOf, compress } from './compression.js';
import { isNotModified } from './entity-tag.js';
import { hasLeft } from './has-left.js';
import { JSON_TYPE } from './json-type.js';
import { RequestTurns } from './request-turns.js';

/** Maximum size of all cached answers together. */
const MAX_BYTES = 32 * 1024 * 1024;
/** From this length on, a text is converted to bytes. */
const MAX_TEXT_LENGTH = 4_096;
/** What a cached answer takes apart from its texts, about. */
const OVERHEAD_BYTES = 500;

/** What an answer was made from. The answer is valid while the revision and the freshness are current. */
export interface AnswerBasis {
  /** The sources that the answer is about, if it depends on them; callers with equal scopes share an answer. */
  readonly scope?: SourceScope | undefined;
  /** Distinguishes the answers to different callers, if there are several for one URL. Without spaces. */
  readonly variant?: string | undefined;
  readonly revision: Revision;
  /** Replaced by another object when its content changes; absent if the answer does not depend on it. */
  readonly freshness?: object;
}

/** The variable part of an answer. */
export interface AnswerContent {
  /** JSON text. */
  readonly body: string;
  /** Value of the `Link` header. */
  readonly link?: string | undefined;
}

/** An answer to make. */
export interface NewAnswer {
  readonly basis: AnswerBasis;
  /** The entity tag; absent if the endpoint has no conditional requests. */
  readonly tag?: string;
  /** False if the same URL is another request later. */
  readonly cacheable: boolean;
  /** Makes the content; not called if the client already has it. `hasLeft` is about all clients that wait for it. */
  readonly content: (hasLeft: HasLeft) => AnswerContent | Promise<AnswerContent>;
}

/** Makes the answers of one endpoint. */
export interface AnswerMaker<B extends AnswerBasis> {
  /** What the answer of a request is made from now. */
  readonly basis: (request: FastifyRequest) => B;
  /** Parses a request. Throws a `Problem`. */
  readonly make: (request: FastifyRequest, basis: B) => NewAnswer;
}

/** A finished answer. */
interface Answer {
  readonly basis: AnswerBasis;
  readonly tag: string | undefined;
  readonly link: string | undefined;
  /** Bytes, or a short text. */
  readonly body: Buffer | string;
  /** The body in the codings that clients have requested. */
  readonly compressed: Partial<Record<Coding, Buffer | Promise<Buffer>>>;
}

/** An answer that is being made. */
interface Unfinished {
  readonly basis: AnswerBasis;
  readonly tag: string | undefined;
  readonly answer: SharedResult<Answer>;
}

/** The answer was sent, or is sent when the promise resolves. */
export type Sent = true | Promise<true>;

/**
 * Sends JSON answers and keeps them by URL and scope, within a limit of memory: a cached answer is only copied to the
 * socket. Requests with the same URL and scope share an answer that is being made; the work for it ends when all their
 * clients have left.
 */
@Injectable()
export class ResponseCache {
  readonly #answers = new LRUCache<string, Answer>({ maxSize: MAX_BYTES, sizeCalculation: sizeOf });
  readonly #unfinished = new Map<string, Unfinished>();

  constructor(private readonly turns: RequestTurns) {}

  /** The size of all cached answers in bytes, about. */
  get size(): number {
    return this.#answers.calculatedSize;
  }

  /**
   * Sends the answer of a request: one that is cached or being made, else a new one in the request's turn. Throws
   * what `make` and `content` throw, and as `RequestTurns`.
   */
  send<B extends AnswerBasis>(maker: AnswerMaker<B>, request: FastifyRequest, reply: FastifyReply): Sent {
    const basis = maker.basis(request);
    return this.#sendKnown(basis, request, reply) || this.#sendInTurn(maker, basis, request, reply);
  }

  /** Sends the cached answer of the request's URL and scope. Returns false if there is none with this basis. */
  sendCached(basis: AnswerBasis, request: FastifyRequest, reply: FastifyReply): Sent | false {
    const answer = this.#answers.get(keyOf(basis, request));
    if (!answer || !isSame(answer.basis, basis)) return false;
    if (answer.tag !== undefined && isNotModified(answer.tag, request, reply)) return sent(reply.send());
    return sendBody(answer, request, reply);
  }

  /** Makes, caches and sends an answer. Throws what `content` throws. */
  async sendNew(made: NewAnswer, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const { basis, cacheable, tag } = made;
    if (tag !== undefined && isNotModified(tag, request, reply)) return sent(reply.send());
    const key = keyOf(basis, request);
    const answer = new SharedResult((allLeft) => this.#make(made, key, allLeft), hasLeft(reply.raw));
    if (!cacheable) return sendBody(await answer.get(), request, reply);
    const unfinished = { basis, tag, answer };
    this.#unfinished.set(key, unfinished);
    try {
      return sendBody(await answer.get(), request, reply);
    } finally {
      if (this.#unfinished.get(key) === unfinished) this.#unfinished.delete(key);
    }
  }

  #sendKnown(basis: AnswerBasis, request: FastifyRequest, reply: FastifyReply): Sent | false {
    const isSent = this.sendCached(basis, request, reply);
    if (isSent) return isSent;
    const unfinished = this.#unfinished.get(keyOf(basis, request));
    return unfinished !== undefined && isSame(unfinished.basis, basis) && sendShared(unfinished, request, reply);
  }

  async #sendInTurn<B extends AnswerBasis>(
    maker: AnswerMaker<B>,
    first: B,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<true> {
    const turn = this.turns.begin(reply.raw);
    if (turn === undefined) return this.sendNew(maker.make(request, first), request, reply);
    await turn;
    const basis = maker.basis(request);
    return this.#sendKnown(basis, request, reply) || this.sendNew(maker.make(request, basis), request, reply);
  }

  async #make({ basis, cacheable, content, tag }: NewAnswer, key: string, allLeft: HasLeft): Promise<Answer> {
    const { body, link } = await content(allLeft);
    const answer: Answer = { basis, tag, link, body: asSent(body), compressed: {} };
    if (cacheable) this.#answers.set(key, answer);
    return answer;
  }
}

/** Returns false if the answer is no longer being made. */
function sendShared({ answer, tag }: Unfinished, request: FastifyRequest, reply: FastifyReply): Sent | false {
  if (tag !== undefined && isNotModified(tag, request, reply)) return sent(reply.send());
  const joined = answer.join(hasLeft(reply.raw));
  return joined !== undefined && joined.then((made) => sendBody(made, request, reply));
}

/** A URL has no space, so the last one separates the parts. */
function keyOf({ scope, variant }: AnswerBasis, { url }: FastifyRequest): string {
  const ofScope = scope === undefined ? url : `${scope.key} ${url}`;
  return variant === undefined ? ofScope : `${variant} ${ofScope}`;
}

function isSame(one: AnswerBasis, other: AnswerBasis): boolean {
  return one.revision === other.revision && one.freshness === other.freshness;
}

/** Node writes a short text together with the headers; a long one is sent faster as bytes. */
function asSent(text: string): Buffer | string {
  return text.length < MAX_TEXT_LENGTH ? text : Buffer.from(text);
}

function sendBody(answer: Answer, request: FastifyRequest, reply: FastifyReply): Sent {
  const { body, link } = answer;
  reply.header('content-type', JSON_TYPE);
  if (link !== undefined) reply.header('link', link);
  const coding = codingOf(body, request.headers['accept-encoding']);
  if (coding === undefined) return sent(reply.send(body));
  const compressed = compressedBody(answer, coding);
  const send = (bytes: Buffer): true => sent(reply.header('content-encoding', coding).send(bytes));
  return Buffer.isBuffer(compressed) ? send(compressed) : compressed.then(send);
}

/** Compresses the body once, also for requests that arrive meanwhile. */
function compressedBody({ body, compressed }: Answer, coding: Coding): Buffer | Promise<Buffer> {
  return (compressed[coding] ??= compress(body, coding).then(
    (bytes) => (compressed[coding] = bytes),
    (error: unknown) => {
      // The next request tries again.
      delete compressed[coding];
      throw error;
    },
  ));
}

/** A reply can be awaited, which takes until the client has received it: callers get `true` instead. */
function sent(reply: FastifyReply): true {
  void reply;
  return true;
}

/** The texts count twice: that leaves room for the compressed bodies. */
function sizeOf({ body }: Answer, key: string): number {
  return 2 * (body.length + key.length) + OVERHEAD_BYTES;
}
