/** The JSON texts of the records on a page, and the exact number of all matches. */
export interface PageTexts {
  readonly records: readonly string[];
  readonly total: number;
}

/**
 * The members of a list that are the same for all lists, as JSON text without braces. Records are inserted as they are;
 * `maxRecords` is 0 if only their number is requested.
 */
export function pageText({ records, total }: PageTexts, maxRecords: number): string {
  const counted =
    maxRecords === 0 ? `"num_records":${total}` : `"records":[${records.join(',')}],"num_records":${records.length}`;
  return `${counted},"total_records":${total}`;
}
