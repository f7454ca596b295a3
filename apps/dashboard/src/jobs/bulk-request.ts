import { type JobActionName } from '../api/types';
import { type Filter } from './filter-text';

/** What a bulk action is asked for. */
export interface BulkRequest {
  readonly action: JobActionName;
  readonly filter: Filter;
  /** The number of ticked jobs, if the filter names exactly these. */
  readonly ticked?: number;
}
