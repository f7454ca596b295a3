/** Who may see and do what: the contract between sign-in, which makes a `Caller`, and everything that serves one. */

import { type JobSource } from './job.js';
import { sourceOf } from './job-id.js';

/** The roles, each with the rights of those before it: `viewer` reads, `operator` also acts on jobs and polls sources. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
/** A role of a caller. */
export type Role = (typeof ROLES)[number];

/** Selects sources by a filter over their fields. */
export interface SourceSelector {
  /** The filter, as it is configured. */
  readonly text: string;
  includes(source: JobSource): boolean;
}

/** A role, for the selected sources; without a selector for all sources, also those that are no longer configured. */
export interface Grant {
  readonly role: Role;
  readonly sources?: SourceSelector;
}

/** The ways to sign in. `none`: the configuration has no access rules, so that everybody is an admin. */
export const SIGN_IN_METHODS = ['none', 'anonymous', 'token', 'jwt', 'certificate', 'session'] as const;
/** How a caller has signed in; see `SIGN_IN_METHODS`. */
export type SignInMethod = (typeof SIGN_IN_METHODS)[number];

/** The logins that can start a session. */
export const SESSION_LOGIN_METHODS = ['token', 'jwt'] as const;
/** How a session was started; see `SESSION_LOGIN_METHODS`. */
export type SessionLoginMethod = (typeof SESSION_LOGIN_METHODS)[number];

/** The client of a request, after it has signed in. Its grants add up. */
export interface Caller {
  readonly name: string;
  readonly method: SignInMethod;
  /** How the session was started; absent for callers without a session. */
  readonly login?: SessionLoginMethod;
  readonly grants: readonly Grant[];
}

/**
 * Equal for two callers with the same name who have signed in in the same way: they count as one. A session counts as the
 * login that it was started with.
 */
export function callerKeyOf({ login, method, name }: Pick<Caller, 'login' | 'method' | 'name'>): string {
  return `${login ?? method} ${name}`;
}

/**
 * The sources that a caller may see. An object stays the same while its set of sources does, so it may be part of a
 * cache's key. Jobs and sources outside of it do not exist for the caller.
 */
export interface SourceScope {
  /** Scopes with equal keys have equal sources. */
  readonly key: string;
  /** The names of all sources in the scope; each is configured. */
  readonly sources: ReadonlySet<string>;
}

/** True if the source is in the scope; without a scope, every source is. */
export function includesSource(scope: SourceScope | undefined, source: string): boolean {
  return scope === undefined || scope.sources.has(source);
}

/** True if the job with this id belongs to a source of the scope; without a scope, every job does. */
export function includesJob(scope: SourceScope | undefined, id: string): boolean {
  return scope === undefined || scope.sources.has(sourceOf(id));
}
