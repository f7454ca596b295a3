import { type JwtRules, Logger, MonotonicClock, Timers } from '@gateway/core';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  createLocalJWKSet,
  type CryptoKey,
  errors,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';

import { Problem } from '../problems/problem.js';
import { Access } from './access.js';
import { fetchKeySet } from './fetch-key-set.js';

/** How often the keys are fetched, so that those that the provider has withdrawn are no longer accepted. */
const REFRESH_MS = 600_000;
/** Tokens with unknown keys make the gateway fetch the keys again, at most so often in this time. */
const MAX_FETCHES = 5;
const FETCH_WINDOW_MS = 60_000;
const RETRY_AFTER_SECONDS = 10;
const TIMER = 'keys of the login provider';

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The keys of the OpenID provider. They stay in use while the provider does not answer. */
@Injectable()
export class ProviderKeys implements OnApplicationShutdown {
  #rules: JwtRules | undefined;
  #set: KeySet | undefined;
  /** The last key set, to notice a change. */
  #text = '';
  /** When tokens have made the gateway fetch the keys, in ms. */
  #fetchedAt: readonly number[] = [];
  #fetching: Promise<void> | undefined;
  #isFailing = false;
  readonly #listeners: (() => void)[] = [];

  constructor(
    private readonly access: Access,
    private readonly clock: MonotonicClock,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    access.onChange(() => this.#configure());
    this.#configure();
  }

  /** Calls `withdrawn` after the provider has changed or removed a key. */
  onWithdrawal(withdrawn: () => void): void {
    this.#listeners.push(withdrawn);
  }

  /**
   * The key of a token. Throws an error of `jose` if there is none, or a `Problem` if the keys could not be fetched yet.
   */
  async key(header: JWSHeaderParameters, token: FlattenedJWSInput): Promise<CryptoKey> {
    if (this.#set === undefined) await this.#fetchWithinLimit();
    if (this.#set === undefined) {
      throw new Problem('provider-unavailable', 'the keys of the login provider are not available', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    try {
      return await this.#set(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const before = this.#set;
      await this.#fetchWithinLimit();
      if (this.#set === before) throw error;
      return this.#set(header, token);
    }
  }

  onApplicationShutdown(): void {
    this.timers.clear(TIMER);
  }

  #configure(): void {
    const rules = this.access.rules?.config.jwt;
    if (JSON.stringify(this.#source(rules)) === JSON.stringify(this.#source(this.#rules))) return;
    this.#rules = rules;
    this.#set = undefined;
    this.#text = '';
    this.#fetchedAt = [];
    this.#fetching = undefined;
    this.timers.clear(TIMER);
    if (rules?.keys.from === 'file') this.#use(JSON.parse(rules.keys.text) as JSONWebKeySet);
    else if (rules) this.#refresh();
  }

  #source(rules: JwtRules | undefined): unknown {
    return rules && [rules.issuer, rules.keys];
  }

  #refresh(): void {
    void this.#fetch();
    this.timers.set(TIMER, REFRESH_MS, () => this.#refresh());
  }

  async #fetchWithinLimit(): Promise<void> {
    if (this.#rules?.keys.from === 'file') return;
    if (this.#fetching === undefined) {
      const now = this.clock.now();
      this.#fetchedAt = this.#fetchedAt.filter((at) => now - at < FETCH_WINDOW_MS);
      if (this.#fetchedAt.length === MAX_FETCHES) return;
      this.#fetchedAt = [...this.#fetchedAt, now];
    }
    await this.#fetch();
  }

  /** Never rejects. */
  #fetch(): Promise<void> {
    this.#fetching ??= this.#fetchOnce();
    return this.#fetching;
  }

  async #fetchOnce(): Promise<void> {
    const rules = this.#rules;
    if (!rules) return;
    try {
      const set = await fetchKeySet(rules);
      if (this.#rules === rules) this.#use(set);
      if (this.#isFailing) this.logger.info({}, 'the keys of the login provider are fetched again');
      this.#isFailing = false;
    } catch (error) {
      if (!this.#isFailing) {
        const reason = (error as Error).message;
        this.logger.error({ reason }, 'the keys of the login provider cannot be fetched; known keys stay in use');
      }
      this.#isFailing = true;
    } finally {
      if (this.#rules === rules) this.#fetching = undefined;
    }
  }

  #use(set: JSONWebKeySet): void {
    const text = JSON.stringify(set);
    if (text === this.#text) return;
    const former = this.#text === '' ? [] : (JSON.parse(this.#text) as JSONWebKeySet).keys;
    const keys = new Set(set.keys.map((key) => JSON.stringify(key)));
    this.#set = createLocalJWKSet(set);
    this.#text = text;
    if (former.some((key) => !keys.has(JSON.stringify(key)))) for (const withdrawn of this.#listeners) withdrawn();
  }
}
