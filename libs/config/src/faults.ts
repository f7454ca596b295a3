import { type ConfigFault } from './config-error.js';

/** The faults found so far, at most one for each path: the first says what matters. */
export class Faults {
  readonly #found = new Map<string, ConfigFault>();

  add(path: string, message: string): void {
    if (!this.#found.has(path)) this.#found.set(path, { path, message });
  }

  all(): readonly ConfigFault[] {
    return [...this.#found.values()];
  }

  /** True when no fault was found at this path or around it: what is there has its declared type. */
  sound(path: string): boolean {
    return ![...this.#found.keys()].some((at) => path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`));
  }
}
