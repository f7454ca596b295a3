/** The SVMs of a simulated cluster, and the requests that are confined to one of them. */
import { type IncomingHttpHeaders } from 'node:http';

import { Random } from '../random.js';
import { textOf } from '../text.js';
import { type JobRecord, valuesAt } from './job-record.js';
import { OntapError } from './ontap-error.js';

/** An SVM as jobs show it. */
export interface Svm {
  readonly name: string;
  readonly uuid: string;
}

/** The SVMs of a cluster, by the name that it had at the start. SVMs of different clusters have the same names only. */
export function svmsOf(cluster: string): readonly Svm[] {
  const digits = new Random(`svms/${cluster}`).hex(12);
  return [1, 2, 3].map((number) => ({ name: `svm${number}`, uuid: `0000000${number}-41be-11e9-81d5-${digits}` }));
}

/**
 * Returns a test for the jobs of the SVM that `X-Dot-SVM-Name` and `X-Dot-SVM-UUID` name; without these headers all
 * jobs pass. Throws an OntapError: 262177 for an empty header, 2621706 for headers that name different SVMs.
 */
export function svmScope(headers: IncomingHttpHeaders, svms: readonly Svm[]): (job: JobRecord) => boolean {
  const name = headerOf(headers, 'x-dot-svm-name');
  const uuid = headerOf(headers, 'x-dot-svm-uuid')?.toLowerCase();
  if (name !== undefined && uuid !== undefined) {
    const [byName, byUuid] = [svms.find((svm) => svm.name === name), svms.find((svm) => svm.uuid === uuid)];
    if (byName !== byUuid) throw new OntapError('2621706', 'The specified SVM name and UUID refer to different SVMs.');
  }
  const has = (job: JobRecord, path: string, wanted: string | undefined): boolean =>
    wanted === undefined || valuesAt(job, path).some((value) => value === wanted);
  return (job) => has(job, 'svm.name', name) && has(job, 'svm.uuid', uuid);
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined) return undefined;
  if (textOf(value) === '') throw new OntapError('262177', `Missing value for "${name}".`, name);
  return textOf(value);
}
