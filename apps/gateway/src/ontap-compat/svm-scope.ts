/** ONTAP's request headers that confine a request to the jobs of one SVM (vserver tunneling). */
import { type IncomingHttpHeaders } from 'node:http';

import { canonicalId, type Filter, type Job, type JobField } from '@gateway/core';

import { Problem } from '../problems/problem.js';
import { ontapField } from './ontap-fields.js';

/** The headers, and the fields that they select by. */
const PATHS = { 'x-dot-svm-name': 'svm.name', 'x-dot-svm-uuid': 'svm.uuid' } as const;

/** The SVM to which a request is confined. */
export class SvmScope {
  private constructor(private readonly wanted: ReadonlyMap<JobField, string>) {}

  /**
   * Reads the headers `X-Dot-SVM-Name` and `X-Dot-SVM-UUID`; with both, the SVM must fit both. Returns `undefined` without
   * them. Throws a `Problem` if one is empty, because a request must not affect more than its client expects.
   */
  static read(headers: IncomingHttpHeaders): SvmScope | undefined {
    const wanted = new Map<JobField, string>();
    for (const [header, path] of Object.entries(PATHS)) {
      const value = headers[header]?.toString().trim();
      const field = ontapField(path);
      if (value === undefined || field === undefined) continue;
      if (value === '')
        throw new Problem('invalid-parameter', `${header} is empty; expected an SVM`, { target: header });
      wanted.set(field, path === 'svm.uuid' ? canonicalId(value) : value);
    }
    return wanted.size === 0 ? undefined : new SvmScope(wanted);
  }

  /** One filter for each header, as of a list. */
  get filters(): readonly Filter[] {
    return [...this.wanted].map(([field, value]) => ({ field, negated: false, any: [{ is: 'equal', value }] }));
  }

  /** True for a job of the SVM. */
  includes(job: Job): boolean {
    return [...this.wanted].every(([field, value]) => field.read(job) === value);
  }
}
