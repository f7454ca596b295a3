/** The options of `cancel`, `pause` and `resume`. */
export interface ActOptions {
  readonly filter: readonly string[];
  readonly query?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly expect?: number;
  /** True if the outcome is waited for. */
  readonly wait: boolean;
}
