import { type ConfigFault } from './config-error.js';
import { type ShownValues } from './shown-values.js';

/** More faults than this are counted only: they have a common cause, and the log has all of them in one line. */
const MAX_SHOWN_FAULTS = 100;

/** The faults found so far, at most one for each path: the first one is the cause of later ones. */
export class Faults {
  readonly #shown: ConfigFault[] = [];
  readonly #paths = new Set<string>();

  /** `values` describes what was given at a path. */
  constructor(readonly values: ShownValues) {}

  /** Adds a fault unless the path has one. */
  add(path: string, message: string): void {
    this.#add(path, () => message);
  }

  /** As `add`, with `, got …` and the value at the path if it may be shown. */
  addWithValue(path: string, message: string): void {
    this.#add(path, () => message + this.values.got(path));
  }

  /** The first faults in the order they were added, and the number of others. */
  all(): readonly ConfigFault[] {
    const others = this.#paths.size - this.#shown.length;
    return others === 0 ? this.#shown : [...this.#shown, { path: 'and more', message: `${others} other faults` }];
  }

  /** True when no fault was found at this path or around it: the value there has its declared type. */
  isSound(path: string): boolean {
    return !this.#paths.has(path) && !containersOf(path).some((container) => this.#paths.has(container));
  }

  /** True when a fault was found at this path or inside it. */
  hasIn(path: string): boolean {
    return [...this.#paths].some((faulty) => faulty === path || containersOf(faulty).includes(path));
  }

  #add(path: string, message: () => string): void {
    if (this.#paths.has(path)) return;
    this.#paths.add(path);
    if (this.#shown.length < MAX_SHOWN_FAULTS) this.#shown.push({ path, message: message() });
  }
}

/** The paths of the mappings and lists that contain a path: `sources` and `sources[0]` for `sources[0].name`. */
function containersOf(path: string): readonly string[] {
  return [...path.matchAll(/[.[]/g)].map(({ index }) => path.slice(0, index));
}
