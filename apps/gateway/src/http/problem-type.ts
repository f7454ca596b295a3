/** The media types of problems for clients that were written for ONTAP: its own types. */
export const ONTAP_PROBLEM_TYPES = ['application/json', 'application/hal+json'] as const;
/** The media type of all other problems (RFC 9457). */
export const PROBLEM_TYPE = 'application/problem+json';

const ONTAP_PATH = /^\/api\/cluster(\/|$)/;

/**
 * The media type of a problem for a request to a path. Clients that were generated from ONTAP's own description cannot read an
 * error in any other type than ONTAP's.
 */
export function problemTypeOf(path: string, accept: string | undefined): string {
  if (!ONTAP_PATH.test(path)) return PROBLEM_TYPE;
  const [json, hal] = ONTAP_PROBLEM_TYPES;
  return accept?.toLowerCase().includes(hal) ? hal : json;
}
