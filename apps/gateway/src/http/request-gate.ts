import { type onRequestHookHandler } from 'fastify';

type Check = (...args: Parameters<onRequestHookHandler>) => void;

/** What every request passes before the API is asked. It is part of the HTTP server, which exists before the sign-in. */
export class RequestGate {
  #check: Check = (_request, _reply, done) => done(new TypeError('the gate is not open'));

  /** Sets the check. Until then, every request is an internal error. */
  open(check: Check): void {
    this.#check = check;
  }

  /** Runs the check on a request. */
  pass(...args: Parameters<Check>): void {
    this.#check(...args);
  }
}
