import { type Logger, Slots, StoreUnavailableError } from '@gateway/core';

import { reasonOf, unavailable } from './connection.js';

/**
 * Maximum number of commands without a response, including write batches that have not been sent: far more than the
 * gateway needs, far less than memory can hold.
 */
export const MAX_PENDING_COMMANDS = 10_000;
/** Number of write batches that are sent without a response: enough to keep Redis busy between two responses. */
export const MAX_SENT_BATCHES = 8;

/**
 * Sends the commands of one store. Limits how many wait for a response, counts failed writes, and logs once when Redis
 * starts to reject writes and once when it accepts them again. The connection logs its own loss.
 */
export class Commands {
  #pending = 0;
  readonly #batches = new Slots(MAX_SENT_BATCHES);
  #failedWrites = 0;
  #rejectsWrites = false;

  constructor(private readonly logger: Logger) {}

  /** Number of writes that failed since the start, for any reason; each write batch counts. */
  get failedWrites(): number {
    return this.#failedWrites;
  }

  /** Sends a command that only reads and returns its response. Throws only `StoreUnavailableError`. */
  async read<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await this.#send(send);
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  /**
   * As `read`, for a command that writes. `adds` is true if the command needs memory, so that its success shows that
   * Redis accepts writes: a full Redis still renews and deletes.
   */
  async write<T>(send: () => Promise<T>, adds = true): Promise<T> {
    try {
      const response = await this.#send(send);
      if (adds && this.#rejectsWrites) {
        this.#rejectsWrites = false;
        this.logger.info({}, 'Redis accepts writes again');
      }
      return response;
    } catch (error) {
      this.#failedWrites += 1;
      if (isRejection(error) && !this.#rejectsWrites) {
        this.#rejectsWrites = true;
        this.logger.error({ reason: reasonOf(error) }, 'Redis rejects writes');
      }
      throw asUnavailable(error);
    }
  }

  /** As `write`, for a large command. Sends a few of them at a time, so that other commands need not wait for many. */
  async writeBatch<T>(send: () => Promise<T>): Promise<T> {
    return this.write(() => this.#batches.run(send));
  }

  async #send<T>(send: () => Promise<T>): Promise<T> {
    if (this.#pending >= MAX_PENDING_COMMANDS) {
      throw new StoreUnavailableError('too many commands are waiting for Redis');
    }
    this.#pending += 1;
    try {
      return await send();
    } finally {
      this.#pending -= 1;
    }
  }
}

/** True if Redis itself rejected the command; false if the connection failed or the Cluster is down. */
function isRejection(error: unknown): boolean {
  return error instanceof Error && error.name === 'ReplyError' && !error.message.startsWith('CLUSTERDOWN');
}

function asUnavailable(error: unknown): StoreUnavailableError {
  return error instanceof StoreUnavailableError ? error : unavailable(error);
}
