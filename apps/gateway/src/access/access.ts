import { type AccessConfig, type Caller, Clock, Config, Logger, Timers } from '@gateway/core';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { AccessRules, type LoginBasis } from './access-rules.js';
import { type PresentedBy, SignInError } from './sign-in-error.js';
import { type Login, SignedIn } from './signed-in.js';
import { SourceScopes } from './source-scopes.js';

const EXPIRY_CHECK_MS = 1_000;
const EXPIRY_TIMER = 'expired logins';

/** The caller of every request while the configuration has no access rules. */
const EVERYBODY: Caller = { name: 'anonymous', method: 'none', grants: [{ role: 'admin' }] };
/** The caller of a route without a login, while there are access rules. */
const NOT_SIGNED_IN: Caller = { name: 'anonymous', method: 'anonymous', grants: [] };

/** The access rules in use, and the logins that they gave. */
@Injectable()
export class Access implements OnApplicationShutdown {
  #rules: AccessRules | undefined;
  /** The logins with open responses. */
  readonly #active = new Set<SignedIn>();
  #checksExpiry = false;
  readonly #listeners: (() => void)[] = [];
  /** For a request while there are no access rules. */
  readonly everybody: SignedIn;
  /** For a request of a public route, while there are access rules. */
  readonly notSignedIn: SignedIn;

  constructor(
    { access }: Config,
    private readonly scopes: SourceScopes,
    private readonly clock: Clock,
    private readonly timers: Timers,
    private readonly logger: Logger,
  ) {
    this.#rules = access && new AccessRules(access);
    this.everybody = this.#signedIn({ caller: EVERYBODY, scope: () => undefined });
    this.notSignedIn = this.#signedIn({ caller: NOT_SIGNED_IN, scope: scopes.of([]) });
  }

  /** Absent while everybody is an admin. */
  get rules(): AccessRules | undefined {
    return this.#rules;
  }

  /**
   * Applies other rules at once. Logins that the new rules do not give in the same way end, with their open responses.
   */
  reconfigure(access: AccessConfig | undefined): void {
    this.#rules = access && new AccessRules(access);
    for (const changed of this.#listeners) changed();
    const ended = [...this.#active].filter((login) => !this.isValid(login));
    for (const login of ended) login.end();
    this.logger.info({ ended: ended.length }, 'access rules have changed');
  }

  /** Ends the open responses of all logins with such a basis. */
  end(isEnded: (basis: LoginBasis) => boolean): void {
    for (const login of [...this.#active]) if (login.basis && isEnded(login.basis)) login.end();
  }

  /** Calls `changed` after each change of the rules. */
  onChange(changed: () => void): void {
    this.#listeners.push(changed);
  }

  /** The login of a caller. Throws a `SignInError`; there must be access rules. */
  login(basis: LoginBasis, by: PresentedBy): SignedIn {
    const identity = this.#rules?.identify(basis, this.clock.now()) ?? 'missing';
    if (typeof identity === 'string') throw new SignInError(identity, by);
    const { caller, expiresAt } = identity;
    return this.#signedIn({ caller, basis, expiresAt, scope: this.scopes.of(caller.grants) });
  }

  /** True if the login has not expired. */
  isCurrent({ expiresAt }: SignedIn): boolean {
    return expiresAt === undefined || expiresAt > this.clock.now();
  }

  /** True if the present rules give the login in the same way, and it has not expired. */
  isValid({ basis, caller }: SignedIn): boolean {
    if (basis === undefined) return this.#rules === undefined;
    const identity = this.#rules?.identify(basis, this.clock.now()) ?? 'missing';
    return typeof identity !== 'string' && textOf(identity.caller) === textOf(caller);
  }

  onApplicationShutdown(): void {
    this.timers.clear(EXPIRY_TIMER);
  }

  #signedIn(login: Login): SignedIn {
    return new SignedIn(login, {
      add: (active) => this.#add(active),
      delete: (ended) => void this.#active.delete(ended),
    });
  }

  /** A login that has ended since the sign-in ends at once: no later change of the rules would end it. */
  #add(active: SignedIn): void {
    this.#active.add(active);
    if (!this.isValid(active)) queueMicrotask(() => active.end());
    if (active.expiresAt !== undefined && !this.#checksExpiry) this.#checkExpiry();
  }

  /** Ends what has expired, every second while anything can. */
  #checkExpiry(): void {
    for (const login of [...this.#active]) if (!this.isCurrent(login)) login.end();
    this.#checksExpiry = [...this.#active].some(({ expiresAt }) => expiresAt !== undefined);
    if (this.#checksExpiry) this.timers.set(EXPIRY_TIMER, EXPIRY_CHECK_MS, () => this.#checkExpiry());
  }
}

function textOf({ grants, name }: Caller): string {
  return JSON.stringify([name, grants.map(({ role, sources }) => [role, sources?.text])]);
}
