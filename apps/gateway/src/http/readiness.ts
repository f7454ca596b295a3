import { Injectable } from '@nestjs/common';

/** Whether new requests should come to this gateway. */
@Injectable()
export class Readiness {
  #isStopping = false;

  /** True from the moment in which the gateway begins to stop. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Ends readiness for good. Requests are still served. */
  end(): void {
    this.#isStopping = true;
  }
}
