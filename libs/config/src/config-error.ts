/** One fault of a configuration, at the path of an option (`sources[1].poll.interval`) or at a position in the file. */
export interface ConfigFault {
  readonly path: string;
  readonly message: string;
}

/**
 * Thrown for a configuration that cannot be used. Holds every fault and shows no secret. `files` are the absolute paths of
 * the files that the configuration names, as far as they are known: a change of one may correct a fault.
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
