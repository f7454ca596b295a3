/** Requests for `/gateways` and what is below it. */
import { type Answer, type Call } from '../call.js';
import { type PassedRequest } from '../managed-cluster.js';
import { gatewayLinks } from './gateway-links.js';
import { problem } from './problem.js';
import { resourcePath } from './resource-path.js';

/** What a request is about: the list of clusters, or one cluster by its UUID. `none` is refused. */
export type GatewayRequest =
  | { readonly about: 'clusters'; readonly base: string }
  | { readonly about: 'cluster'; readonly uuid: string; readonly writes: boolean; readonly passed: PassedRequest }
  | { readonly about: 'none'; readonly refusal: Answer };

const READING_METHODS = ['GET', 'HEAD', 'OPTIONS'];
const PASSED_METHODS = [...READING_METHODS, 'POST', 'PATCH', 'DELETE'];
const DOT_SEGMENTS = ['.', '..'];

/** True for `/gateways` and everything below it, also if dot segments lead into it or out of it. */
export function isGatewayRequest(call: Call): boolean {
  return [call.path, sentPath(call)].some((path) => resourcePath(path).segments[0] === 'gateways');
}

/** Reads a request for which `isGatewayRequest` is true. A passed request never leaves the cluster that it names. */
export function parseGatewayRequest(call: Call): GatewayRequest {
  if (isAmbiguous(call)) return refused(400, '2', 'The path has dot segments or escaped slashes.');
  const { base, segments } = resourcePath(call.path);
  const [, uuid, ...rest] = segments;
  if (uuid === undefined) {
    return call.method === 'GET' ? { about: 'clusters', base } : refused(405, '3', 'The method is not allowed.');
  }
  if (rest.length === 0) return refused(404, '3', 'API not found');
  if (!PASSED_METHODS.includes(call.method)) return refused(405, '3', 'The method is not allowed.');
  const passed: PassedRequest = {
    call: clusterCall(call, rest),
    rewrite: (answer) => gatewayLinks(answer, `${base}/gateways/${uuid}`),
  };
  return { about: 'cluster', uuid, writes: !READING_METHODS.includes(call.method), passed };
}

/** The segments of the path as sent, without empty ones. */
function sentPath({ target }: Call): readonly string[] {
  return (target.split('?')[0] ?? '').split('/').filter((segment) => segment !== '');
}

/** True if the path has a dot segment, or a segment that a program which decodes it first would split. */
function isAmbiguous(call: Call): boolean {
  const splits = (segment: string): boolean => DOT_SEGMENTS.includes(segment) || /[/\\]/.test(segment);
  return [...sentPath(call), ...call.path].some(splits);
}

function clusterCall(call: Call, rest: readonly string[]): Call {
  const [, ...query] = call.target.split('?');
  const sent = resourcePath(sentPath(call)).segments.slice(2).join('/');
  const { authorization: _login, ...headers } = call.headers;
  return {
    ...call,
    target: [`/api/${sent}`, ...query].join('?'),
    path: ['api', ...rest],
    headers,
    certified: false,
  };
}

function refused(status: number, code: string, message: string): GatewayRequest {
  return { about: 'none', refusal: problem(status, code, message) };
}
