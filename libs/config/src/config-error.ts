/** One thing that is wrong, and where: an option's path (`sources[1].poll.interval`) or a place in the file. */
export interface ConfigFault {
  readonly path: string;
  readonly message: string;
}

/**
 * Thrown when a configuration cannot be used; names every fault, and no secret. `files` are the absolute paths of those it
 * names, as far as they are known: a change of one may mend it.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    file: string,
    readonly faults: readonly ConfigFault[],
    readonly files: readonly string[] = [],
  ) {
    super([`${file} cannot be used:`, ...faults.map(({ path, message }) => `  ${path}: ${message}`)].join('\n'));
  }
}
