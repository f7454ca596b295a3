import { type Revision } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';

import { type Coding, codingOf, compress } from './compression.js';
import { isNotModified } from './entity-tag.js';

const JSON_TYPE = 'application/json; charset=utf-8';
/** Maximum size of all cached answers together. */
const MAX_BYTES = 32 * 1024 * 1024;
/** From this length on, a text is converted to bytes. */
const MAX_TEXT_LENGTH = 4_096;
/** What a cached answer takes apart from its texts, about. */
const OVERHEAD_BYTES = 500;

/** What an answer was made from. The answer is valid while both parts are current. */
export interface AnswerBasis {
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
  /** Makes the content; not called if the client already has it. */
  readonly content: () => AnswerContent | Promise<AnswerContent>;
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

/** Sends JSON answers and keeps them by URL, within a limit of memory: a cached answer is only copied to the socket. */
@Injectable()
export class ResponseCache {
  readonly #answers = new LRUCache<string, Answer>({ maxSize: MAX_BYTES, sizeCalculation: sizeOf });

  /** The size of all cached answers in bytes, about. */
  get size(): number {
    return this.#answers.calculatedSize;
  }

  /** Sends the cached answer of the request's URL. Returns false if there is none with this basis. */
  sendCached({ freshness, revision }: AnswerBasis, request: FastifyRequest, reply: FastifyReply): Sent | false {
    const answer = this.#answers.get(request.url);
    if (answer?.basis.revision !== revision || answer.basis.freshness !== freshness) return false;
    if (answer.tag !== undefined && isNotModified(answer.tag, request, reply)) return sent(reply.send());
    return sendBody(answer, request, reply);
  }

  /** Makes, caches and sends an answer. Throws what `content` throws. */
  async sendNew(made: NewAnswer, request: FastifyRequest, reply: FastifyReply): Promise<true> {
    const { basis, cacheable, content, tag } = made;
    if (tag !== undefined && isNotModified(tag, request, reply)) return sent(reply.send());
    const { body, link } = await content();
    const answer: Answer = { basis, tag, link, body: asSent(body), compressed: {} };
    if (cacheable) this.#answers.set(request.url, answer);
    return sendBody(answer, request, reply);
  }
}

/** The answer was sent, or is sent when the promise resolves. */
export type Sent = true | Promise<true>;

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
function sizeOf({ body }: Answer, url: string): number {
  return 2 * (body.length + url.length) + OVERHEAD_BYTES;
}
