/** The control address: a JSON API to inspect and control the backends. */
import { type IncomingMessage, type ServerResponse } from 'node:http';

import { type Answer, type Call, json, readCall } from './call.js';
import { BadInput, parseClusterName, parseFault, parseGatewaySettings, parseJobScript } from './control-input.js';
import { type SimulatedBackend, type SimulatedBackends } from './simulated-backend.js';
import { type JobScript } from './simulated-job.js';

/** One operation of the control address. Path segments with `:` are parameters. */
interface Operation {
  readonly method: string;
  readonly path: string;
  run(backend: SimulatedBackend, call: Call, id: string, all: SimulatedBackends): Promise<Answer> | Answer;
}

const OPERATIONS: readonly Operation[] = [
  { method: 'GET', path: '/backends/:name', run: (backend) => json(200, detailsOf(backend)) },
  { method: 'PUT', path: '/backends/:name/fault', run: putFault },
  { method: 'DELETE', path: '/backends/:name/fault', run: deleteFault },
  { method: 'POST', path: '/backends/:name/jobs', run: postJob },
  { method: 'DELETE', path: '/backends/:name/jobs/:id', run: deleteJob },
  { method: 'POST', path: '/backends/:name/jobs/:id/rerun', run: postRerun },
  { method: 'PUT', path: '/backends/:name/cluster', run: putCluster },
  { method: 'PUT', path: '/backends/:name/gateway', run: putGateway },
  { method: 'POST', path: '/backends/:name/clusters', run: postCluster },
  { method: 'DELETE', path: '/backends/:name/clusters/:id', run: deleteCluster },
  { method: 'GET', path: '/backends/:name/truth', run: (backend) => json(200, { jobs: backend.truth() }) },
  { method: 'GET', path: '/backends/:name/requests', run: (backend) => json(200, requestsOf(backend)) },
];

/** Returns the request handler of the control address for these backends. */
export function controlAnswerer(all: SimulatedBackends): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    readCall(request)
      .then((call) => answerControl(call, all))
      .catch((error: unknown) => problem(error instanceof BadInput || error instanceof RangeError ? 400 : 500, error))
      .then(({ status, headers, body }) => response.writeHead(status, headers).end(body))
      .catch(() => response.destroy());
  };
}

async function answerControl(call: Call, all: SimulatedBackends): Promise<Answer> {
  const { backends, managedClusters } = all;
  if (call.method === 'GET' && call.path.join('/') === 'backends') {
    return json(200, { backends: backends.map(summaryOf), managedClusters: managedClusters.map(summaryOf) });
  }
  const operation = OPERATIONS.find(({ method, path }) => method === call.method && fits(path, call.path));
  if (operation === undefined) return problem(404, `there is ${known()}`);
  const [, name, , id = ''] = call.path;
  const everyone = [...backends, ...managedClusters];
  const backend = everyone.find((candidate) => candidate.name === name);
  if (backend === undefined) return problem(404, `the backends are ${everyone.map((each) => each.name).join(', ')}`);
  return operation.run(backend, call, id, all);
}

async function putFault(backend: SimulatedBackend, call: Call): Promise<Answer> {
  await backend.setFault(parseFault(bodyOf(call)));
  return json(200, detailsOf(backend));
}

async function deleteFault(backend: SimulatedBackend): Promise<Answer> {
  await backend.setFault(undefined);
  return json(200, detailsOf(backend));
}

function postJob(backend: SimulatedBackend, call: Call): Answer {
  return json(201, { nativeId: backend.addJob(scriptOf(call)) });
}

function deleteJob(backend: SimulatedBackend, _call: Call, id: string): Answer {
  backend.removeJob(id);
  return json(200, {});
}

function postRerun(backend: SimulatedBackend, call: Call, id: string): Answer {
  backend.rerun(id, scriptOf(call).steps);
  return json(200, {});
}

function putCluster(backend: SimulatedBackend, call: Call): Answer {
  const { cluster } = backend;
  cluster.name = parseClusterName(bodyOf(call));
  return json(200, detailsOf(backend));
}

function putGateway(backend: SimulatedBackend, call: Call): Answer {
  const { gateway } = backend;
  Object.assign(gateway, { enabled: true, readOnly: false, ...parseGatewaySettings(bodyOf(call)) });
  return json(200, detailsOf(backend));
}

async function postCluster(
  { name }: SimulatedBackend,
  call: Call,
  _id: string,
  all: SimulatedBackends,
): Promise<Answer> {
  const cluster = await all.addCluster(name, call.body === '' ? undefined : parseClusterName(bodyOf(call)));
  return json(201, detailsOf(cluster));
}

function deleteCluster({ name }: SimulatedBackend, _call: Call, id: string, all: SimulatedBackends): Answer {
  all.removeCluster(name, id);
  return json(200, {});
}

function summaryOf({ name, kind, url, username }: SimulatedBackend): object {
  return { name, kind, url, username };
}

function detailsOf(backend: SimulatedBackend): object {
  const { listening, fault } = backend;
  return { ...summaryOf(backend), listening, fault, ...kindDetailsOf(backend) };
}

function kindDetailsOf(backend: SimulatedBackend): object {
  if (backend.kind === 'ontap') return { cluster: backend.cluster };
  if (backend.kind !== 'unified-manager') return {};
  const { enabled, readOnly, clusters } = backend.gateway;
  return { gateway: { enabled, readOnly, clusters: clusters.map(({ name, cluster }) => ({ name, cluster })) } };
}

function requestsOf({ requests }: SimulatedBackend): object {
  const { total, counts, unauthorised, mostUnderWay, recent } = requests;
  return { total, counts, unauthorised, mostUnderWay, recent };
}

function scriptOf(call: Call): JobScript {
  return call.body === '' ? {} : parseJobScript(bodyOf(call));
}

function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadInput(`the body must be JSON: ${error.message}`);
    throw error;
  }
}

function fits(pattern: string, path: readonly string[]): boolean {
  const segments = pattern.split('/').slice(1);
  return (
    segments.length === path.length &&
    segments.every((segment, index) => segment.startsWith(':') || segment === path[index])
  );
}

function known(): string {
  return ['GET /backends', ...OPERATIONS.map(({ method, path }) => `${method} ${path}`)].join(', ');
}

function problem(status: number, error: unknown): Answer {
  return json(status, { error: error instanceof Error ? error.message : String(error) });
}
