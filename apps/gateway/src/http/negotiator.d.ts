/** The part of `negotiator` that is used; the package has no types. */
declare module 'negotiator' {
  /** Reads the `Accept` headers of a request. */
  export default class Negotiator {
    constructor(request: { readonly headers: { readonly 'accept-encoding': string } });
    /** The available coding that the client prefers; equal preferences are decided by the order of `preferred`. */
    encoding<T extends string>(available: readonly T[], options: { readonly preferred: readonly T[] }): T | undefined;
  }
}
