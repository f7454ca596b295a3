import { createHash } from 'node:crypto';

import { Clock, Logger, Replica, StoreUnavailableError } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Inject, Injectable } from '@nestjs/common';

import { Problem } from '../problems/problem.js';
import { ActionLedger, type LedgerEntry, readEntry } from './ledger/action-ledger.js';

const PREFIX = 'key/';
/** How long a key belongs to its first request, in ms. */
const KEY_TTL_MS = 86_400_000;
/** A replica that has just started is not known to all others yet: younger requests are not given up, in ms. */
const GIVEN_UP_AFTER_MS = 15_000;
const RETRY_AFTER_SECONDS = 1;
/** A request that was answered with one of these was not carried out, and may be sent again with its key. */
const NOT_CARRIED_OUT: ReadonlySet<number> = new Set([401, 429, 503]);

/** An answer; without headers it is JSON. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string | string[]>>;
}

/** A request with a key. */
export interface KeyedRequest {
  /** The value of `Idempotency-Key`. */
  readonly key: string;
  /** Who sent it; the same key of others is another key. */
  readonly caller: string;
  /** Equal for equal requests. */
  readonly content: string;
}

interface StoredKey {
  readonly content: string;
  readonly replica: string;
  /** In ms since the epoch. */
  readonly began: number;
  readonly answer?: KeptAnswer;
}

/**
 * Keeps the answers of requests with an `Idempotency-Key`, so that a repeated request is not carried out again, on any
 * replica.
 */
@Injectable()
export class Idempotency {
  /** The requests that this replica carries out now, by the names of their entries. */
  readonly #underWay = new Map<string, StoredKey>();
  /** Answers that could not be kept, because the store was away. */
  readonly #unkept = new Map<string, KeptAnswer>();

  constructor(
    private readonly ledger: ActionLedger,
    @Inject(Poller) private readonly poller: Pick<Poller, 'liveReplicas'>,
    private readonly clock: Clock,
    private readonly replica: Replica,
    private readonly logger: Logger,
  ) {}

  /**
   * Returns the kept answer of a request, or carries it out and keeps its answer. `lost` is the answer if the replica
   * that carried it out has ended before it had one. Throws a `Problem` if the first request is not answered yet, or is
   * another one.
   */
  async answer(
    request: KeyedRequest,
    carryOut: () => Promise<KeptAnswer>,
    lost: () => KeptAnswer,
  ): Promise<KeptAnswer & { readonly isReplayed: boolean }> {
    const name =
      PREFIX +
      createHash('sha256')
        .update(JSON.stringify([request.caller, request.key]))
        .digest('hex');
    const began = this.clock.now();
    const content = createHash('sha256').update(request.content).digest('base64');
    const mine: StoredKey = { content, replica: this.replica.name, began };
    const other = this.#underWay.get(name);
    if (other) throw other.content === content ? underWay() : reused();
    this.#underWay.set(name, mine);
    try {
      const known = await this.#begin(name, mine);
      if (known) return { ...(await this.#known(known, mine, lost)), isReplayed: true };
      return { ...(await this.#carryOut(name, mine, carryOut, lost)), isReplayed: false };
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** Removes the keys that have expired. Throws `StoreUnavailableError`. */
  async removeExpired(): Promise<void> {
    const expired = [...this.ledger.withPrefix(PREFIX)].filter((entry) => this.#isExpired(parse(entry)));
    for (const { key } of expired) this.#unkept.delete(key);
    if (expired.length > 0) await this.ledger.remove(expired);
  }

  /** Stores the key of a new request; returns the entry of an earlier one. */
  async #begin(name: string, mine: StoredKey): Promise<LedgerEntry | undefined> {
    for (;;) {
      const known = this.ledger.get(name);
      if (known && !this.#isFree(known)) return known;
      const text = JSON.stringify(mine);
      const isFirst = known
        ? await this.ledger.replace(known, text)
        : (await this.ledger.create([{ key: name, text }])).length === 0;
      if (isFirst) return undefined;
    }
  }

  async #known(entry: LedgerEntry, mine: StoredKey, lost: () => KeptAnswer): Promise<KeptAnswer> {
    const stored = parse(entry);
    if (stored === undefined) return lost();
    if (stored.content !== mine.content) throw reused();
    if (stored.answer) return stored.answer;
    const unkept = this.#unkept.get(entry.key);
    if (unkept) {
      await this.#keep(entry.key, stored, unkept);
      return unkept;
    }
    const isLive = this.poller.liveReplicas().includes(stored.replica);
    if (isLive || mine.began - stored.began < GIVEN_UP_AFTER_MS) throw underWay();
    const answer = lost();
    if (!(await this.ledger.replace(entry, JSON.stringify({ ...stored, answer })))) throw underWay();
    return answer;
  }

  async #carryOut(
    name: string,
    mine: StoredKey,
    carryOut: () => Promise<KeptAnswer>,
    lost: () => KeptAnswer,
  ): Promise<KeptAnswer> {
    let answer = lost();
    try {
      answer = await carryOut();
      return answer;
    } finally {
      await this.#keep(name, mine, answer);
    }
  }

  /** If the store is away now, the answer stays in memory: the action is never sent again. */
  async #keep(name: string, mine: StoredKey, answer: KeptAnswer): Promise<void> {
    const entry = this.ledger.get(name);
    if (entry === undefined) return;
    try {
      if (NOT_CARRIED_OUT.has(answer.status)) await this.ledger.remove([entry]);
      else await this.ledger.replace(entry, JSON.stringify({ ...mine, answer }));
      this.#unkept.delete(name);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      if (NOT_CARRIED_OUT.has(answer.status)) return;
      this.#unkept.set(name, answer);
      this.logger.warn({ status: answer.status }, 'answer of a request with an Idempotency-Key could not be kept');
    }
  }

  /**
   * True if the key is not in use: it has expired, or this replica has stored it for a request that was not carried
   * out.
   */
  #isFree(entry: LedgerEntry): boolean {
    const stored = parse(entry);
    if (stored === undefined) return false;
    const isMine = stored.replica === this.replica.name;
    return this.#isExpired(stored) || (isMine && !stored.answer && !this.#unkept.has(entry.key));
  }

  #isExpired(stored: StoredKey | undefined): boolean {
    return stored !== undefined && this.clock.now() - stored.began >= KEY_TTL_MS;
  }
}

/** What is stored under a key; `undefined` if it is damaged. */
function parse(entry: LedgerEntry): StoredKey | undefined {
  const stored = readEntry<StoredKey>(entry);
  return stored?.content !== undefined && stored.replica !== undefined && typeof stored.began === 'number'
    ? (stored as StoredKey)
    : undefined;
}

function reused(): Problem {
  return new Problem('key-reused', 'the Idempotency-Key belongs to another request', { target: 'Idempotency-Key' });
}

function underWay(): Problem {
  const detail = 'the first request with this Idempotency-Key is not answered yet';
  return new Problem('key-in-use', detail, { target: 'Idempotency-Key', retryAfterSeconds: RETRY_AFTER_SECONDS });
}
