/** Counts what this replica has repaired in the store since it started; all sources together. */
export interface StoreLosses {
  /** Records written again that the store had lost, damaged, or had in another version than its change log. */
  records: number;
}
