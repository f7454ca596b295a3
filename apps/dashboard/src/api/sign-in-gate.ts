/** Holds the requests that were answered with 401 until the user has signed in. */
export class SignInGate {
  #waiting: (() => void)[] = [];
  readonly #listeners = new Set<() => void>();

  /** True while a request waits for a login, so that the dialog is open. */
  readonly isOpen = (): boolean => this.#waiting.length > 0;

  /** Calls the listener when the gate opens or closes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Resolves after the next login. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== resolve);
        this.#notify();
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting = [...this.#waiting, resolve];
      this.#notify();
    });
  }

  /** Lets the waiting requests go on; called after a login. */
  signedIn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    waiting.forEach((go) => go());
    this.#notify();
  }

  #notify(): void {
    this.#listeners.forEach((listener) => listener());
  }
}

/** The one gate of the page. */
export const signInGate = new SignInGate();
