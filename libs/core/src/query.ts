/** The fields that can be filtered on. */
export const FILTER_FIELDS = ['state', 'source.name', 'source.kind', 'svm.name', 'node.name'] as const;
/** A field that can be filtered on. */
export type FilterField = (typeof FILTER_FIELDS)[number];

/** A checked question for a list of jobs, newest first by `created_time`, ties by `id`. */
export interface JobQuery {
  /** A job matches when, for each field given, its value is one of those listed. */
  readonly filters: Readonly<Partial<Record<FilterField, readonly string[]>>>;
  /** Page size, 1 to 1,000. */
  readonly maxRecords: number;
  /** Field paths to serve (`svm.name`); absent for all. `id` always comes. */
  readonly fields?: readonly string[];
  /** Position after which the page begins. */
  readonly after?: PagePosition;
}

/** The last job of a page: its place in the order is where the next page begins, whatever was inserted meanwhile. */
export interface PagePosition {
  readonly createdTime: string;
  readonly id: string;
}

/** One page of a list. */
export interface JobPage {
  /** The records as JSON texts, in order. */
  readonly records: readonly string[];
  /** Exact count of all matches. */
  readonly total: number;
  /** Where the next page begins; absent on the last one. */
  readonly next?: PagePosition;
}
