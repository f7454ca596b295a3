/** Answers about jobs, with the links that the client accepts. */
import { type Answer, type Call } from '../call.js';
import { type JobRequest } from './job-request.js';
import { ontapAnswer } from './ontap-error.js';

/** An answer with status 200. `next` is the link to the next page. */
export function jobAnswer(call: Call, request: JobRequest, body: unknown, next?: string): Answer {
  const headers = next === undefined ? undefined : { Link: `<${next}>; rel="next"` };
  const answer = ontapAnswer(200, body, call.headers.accept, headers);
  return request.pretty ? { ...answer, body: JSON.stringify(body, undefined, 2) } : answer;
}

/** `Accept: application/json` omits links except `next`. */
export function takesLinks({ headers }: Call): boolean {
  return headers.accept !== 'application/json';
}

/** The member `_links` of a list, if it has any. */
export function linksOf(self: string, next: string | undefined, links: boolean): object {
  if (!links && next === undefined) return {};
  return { _links: { ...(links && { self: { href: self } }), ...(next !== undefined && { next: { href: next } }) } };
}
