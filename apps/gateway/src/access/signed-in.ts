import { type Caller, callerKeyOf, type Role, type SourceScope } from '@gateway/core';

import { type LoginBasis } from './access-rules.js';

/** What is kept of a login: one object for all requests with the same credentials. */
export interface Login {
  readonly caller: Caller;
  /** What the caller and the grants follow from; absent without access rules. */
  readonly basis?: LoginBasis | undefined;
  /** In ms since the epoch; `undefined` if it does not expire. */
  readonly expiresAt?: number | undefined;
  /** As in `RequestAccess`. */
  readonly scope: (role: Role) => SourceScope | undefined;
}

/** The logins with responses that must end with them. */
export interface ActiveLogins {
  add(login: SignedIn): void;
  delete(login: SignedIn): void;
}

/** A login with the responses that must end with it. */
export class SignedIn implements Login {
  readonly caller: Caller;
  readonly basis: LoginBasis | undefined;
  readonly expiresAt: number | undefined;
  readonly scope: Login['scope'];
  /** What the limits of a caller count for; `undefined` for those without a login, who count by their address. */
  readonly limitKey: string | undefined;
  readonly #ends = new Set<() => void>();

  /** `active` gets all logins with such responses. */
  constructor(
    { basis, caller, expiresAt, scope }: Login,
    private readonly active: ActiveLogins,
  ) {
    this.caller = caller;
    this.basis = basis;
    this.expiresAt = expiresAt;
    this.scope = scope;
    const hasLogin = caller.method !== 'none' && caller.method !== 'anonymous';
    this.limitKey = hasLogin ? callerKeyOf(caller) : undefined;
  }

  /** As in `RequestAccess`. */
  onEnd(end: () => void): () => void {
    this.#ends.add(end);
    this.active.add(this);
    return () => {
      this.#ends.delete(end);
      if (this.#ends.size === 0) this.active.delete(this);
    };
  }

  /** Ends the responses. */
  end(): void {
    this.active.delete(this);
    const ends = [...this.#ends];
    this.#ends.clear();
    for (const end of ends) end();
  }
}
