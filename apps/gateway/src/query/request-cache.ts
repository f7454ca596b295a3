import { systemClock } from '@gateway/core';
import { LRUCache } from 'lru-cache';

/** Limits of a cache: number of query texts, and their total length in characters. */
const LIMITS = { max: 1_000, maxSize: 1_000_000 };

/** Parses query texts, and keeps the parsed requests whose text has the same meaning later. */
export class RequestCache<T extends { readonly cacheable: boolean }> {
  readonly #requests = new LRUCache<string, T>({ ...LIMITS, sizeCalculation: (_, text) => text.length + 1 });

  /** `parse` gets the time, in ms, to which relative times refer. */
  constructor(private readonly parse: (text: string, now: number) => T) {}

  /** The request of a query text (without `?`). Throws what `parse` throws. */
  get(text: string): T {
    const cached = this.#requests.get(text);
    if (cached) return cached;
    const request = this.parse(text, systemClock.now());
    if (request.cacheable) this.#requests.set(text, request);
    return request;
  }
}
