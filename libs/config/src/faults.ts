import { type ConfigFault } from './config-error.js';
import { type ShownValues } from './shown-values.js';

/** The faults found so far, at most one for each path: the first one is the cause of later ones. */
export class Faults {
  readonly #found = new Map<string, ConfigFault>();

  /** `values` describes what was given at a path. */
  constructor(readonly values: ShownValues) {}

  /** Adds a fault unless the path has one. */
  add(path: string, message: string): void {
    if (!this.#found.has(path)) this.#found.set(path, { path, message });
  }

  /** As `add`, with `, got …` and the value at the path if it may be shown. */
  addWithValue(path: string, message: string): void {
    this.add(path, message + this.values.got(path));
  }

  /** All faults in the order they were added. */
  all(): readonly ConfigFault[] {
    return [...this.#found.values()];
  }

  /** True when no fault was found at this path or around it: the value there has its declared type. */
  isSound(path: string): boolean {
    return ![...this.#found.keys()].some((at) => path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`));
  }
}
