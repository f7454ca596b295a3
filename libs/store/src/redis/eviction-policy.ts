import { type Logger } from '@gateway/core';

/** The only policy under which Redis rejects writes when it is full, instead of deleting keys. */
const SAFE_POLICY = 'noeviction';

/**
 * What Redis does when it has no memory left (`maxmemory-policy`), which may change while it runs. Any policy but
 * `noeviction` counts, whatever the memory limit is now: the records are the first that most of them delete.
 */
export class EvictionPolicy {
  #policy = SAFE_POLICY;

  constructor(private readonly logger: Logger) {}

  /** Notes the policy that Redis reports; empty if it does not. Logs each change once. */
  note(policy: string): void {
    const { warning } = this;
    if (policy === this.#policy) return;
    this.#policy = policy;
    if (policy === '') this.logger.debug({}, 'Redis does not report its eviction policy');
    else if (policy !== SAFE_POLICY)
      this.logger.warn({ policy, expected: SAFE_POLICY }, 'Redis deletes data when it is full');
    else if (warning !== undefined) this.logger.info({ policy }, 'Redis no longer deletes data when it is full');
  }

  /** The warning for operators; `undefined` if data is safe or the policy is unknown. */
  get warning(): string | undefined {
    if (this.#policy === SAFE_POLICY || this.#policy === '') return undefined;
    return `Redis deletes data when it is full: maxmemory-policy is ${this.#policy}, expected ${SAFE_POLICY}`;
  }
}
