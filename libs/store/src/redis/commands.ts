import { type Logger, StoreUnavailableError } from '@gateway/core';

import { reasonOf, unavailable } from './connection.js';

/** Commands that may be unanswered at once: far above what sources and readers need, far below what memory holds. */
export const MAX_PENDING_COMMANDS = 1_000;

/**
 * The commands of one store under way: how many, and whether Redis takes writes. That it refuses them, and that it takes
 * them again, is logged once each; the connection itself logs its loss.
 */
export class Commands {
  #pending = 0;
  #failedWrites = 0;
  #refusing = false;

  constructor(private readonly logger: Logger) {}

  /** How many writes have failed since the start, for whatever reason. */
  get failedWrites(): number {
    return this.#failedWrites;
  }

  /** The answer to a command that only reads. Throws `StoreUnavailableError`, never the client's own error. */
  async read<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await this.#answer(send);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /**
   * As `read`, for a command that writes. `adds`: it needs memory, so that its success shows that Redis takes writes; a Redis
   * that is full still renews and deletes.
   */
  async write<T>(send: () => Promise<T>, adds = true): Promise<T> {
    try {
      const answer = await this.#answer(send);
      if (adds && this.#refusing) {
        this.#refusing = false;
        this.logger.info({}, 'Redis takes writes again');
      }
      return answer;
    } catch (error) {
      this.#failedWrites += 1;
      if (isRefusal(error) && !this.#refusing) {
        this.#refusing = true;
        this.logger.error({ reason: reasonOf(error) }, 'Redis refuses to write');
      }
      throw asUnavailable(error);
    }
  }

  /** A Redis that is slow to answer must not fill the memory: beyond the limit nothing more is sent. */
  async #answer<T>(send: () => Promise<T>): Promise<T> {
    if (this.#pending >= MAX_PENDING_COMMANDS) throw new StoreUnavailableError('too many commands wait for Redis');
    this.#pending += 1;
    try {
      return await send();
    } finally {
      this.#pending -= 1;
    }
  }
}

/** True for what the Redis that takes our writes answered, as against a connection that failed or a Cluster without it. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !error.message.startsWith('CLUSTERDOWN');
}

function asUnavailable(error: unknown): StoreUnavailableError {
  return error instanceof StoreUnavailableError ? error : unavailable(error);
}
