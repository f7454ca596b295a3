/** True once nobody waits for the result of some work any more. Called before every slice of the work, so it is cheap. */
export type HasLeft = () => boolean;

/** For work whose result is wanted in any case. */
export const neverLeaves: HasLeft = () => false;

/** Ends work early, because all clients that waited for its result have left. */
export class ClientLeftError extends Error {
  override readonly name = 'ClientLeftError';

  constructor() {
    super('all clients that waited for the result have left');
  }
}

/**
 * A result that several clients wait for. Its work may end early once all of them have left; from then on, no other
 * client can join.
 */
export class SharedResult<T> {
  /** Absent once there is a result: finished work must not keep the connections of its clients in memory. */
  #clients: HasLeft[] | undefined;
  #isAbandoned = false;
  readonly #result: Promise<T>;

  /** Calls `work` at once, for the first client. */
  constructor(work: (hasLeft: HasLeft) => Promise<T>, first: HasLeft) {
    this.#clients = [first];
    this.#result = work(() => this.#haveAllLeft());
    const forgetClients = (): void => (this.#clients = undefined);
    this.#result.then(forgetClients, forgetClients);
  }

  /** The result, for the first client. Rejects with what the work throws, a `ClientLeftError` for example. */
  get(): Promise<T> {
    return this.#result;
  }

  /** The result, for one more client; `undefined` if the work ends because all others have left. */
  join(hasLeft: HasLeft): Promise<T> | undefined {
    if (this.#isAbandoned) return undefined;
    this.#clients?.push(hasLeft);
    return this.#result;
  }

  #haveAllLeft(): boolean {
    this.#isAbandoned ||= this.#clients?.every((hasLeft) => hasLeft()) ?? false;
    return this.#isAbandoned;
  }
}
