import { type onRequestHookHandler } from 'fastify';

type Check = (...args: Parameters<onRequestHookHandler>) => void;

/** The checks of the gate. */
export interface GateChecks {
  /** Runs before anything else is done for a request. */
  readonly onRequest: Check;
  /** Runs again for a request that may have a body, when that has arrived. */
  readonly afterBody: Check;
}

const CLOSED: Check = (_request, _reply, done) => done(new TypeError('the gate is not open'));

/** What every request passes before the API is asked. It is part of the HTTP server, which exists before the sign-in. */
export class RequestGate {
  #checks: GateChecks = { onRequest: CLOSED, afterBody: CLOSED };

  /** Sets the checks. Until then, every request is an internal error. */
  open(checks: GateChecks): void {
    this.#checks = checks;
  }

  /** Runs the first check on a request. */
  pass(...args: Parameters<Check>): void {
    this.#checks.onRequest(...args);
  }

  /** Runs the check after its body on a request. */
  passWithBody(...args: Parameters<Check>): void {
    this.#checks.afterBody(...args);
  }
}
