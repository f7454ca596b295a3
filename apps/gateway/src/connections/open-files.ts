/** How many connections the limit of open files allows: each is an open file. */

/** Files of the runtime, the store and the log. */
const BASE_FILES = 96;
/** The connections to one backend: two for reads and two for writes. */
const FILES_PER_SOURCE = 4;
/** How many files may be sent to clients at the same time. */
export const MAX_FILES_SENT = 32;
/** A lower limit of open files is reported at the start. */
export const RECOMMENDED_OPEN_FILES = 1_024;

/** The part of a diagnostic report with the limits; systems without such limits leave it out. */
interface ReportedLimits {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
}

/**
 * Read when the program is loaded: a report waits for every thread, also for one in which a file of the configuration
 * does not answer.
 */
const softLimit = (process.report.getReport() as ReportedLimits).userLimits?.open_files?.soft;

/** The maximum number of open files of this process; `undefined` if the system has no limit. */
export const OPEN_FILES_LIMIT = typeof softLimit === 'number' ? softLimit : undefined;

/** The number of connections that leave enough files for the store and for this number of sources; may be negative. */
export function connectionsFor(openFiles: number, sources: number): number {
  return openFiles - BASE_FILES - MAX_FILES_SENT - sources * FILES_PER_SOURCE;
}
