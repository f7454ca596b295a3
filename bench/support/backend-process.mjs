/**
 * Serves simulated ONTAP clusters on one port, cluster N at `/cN/api`, and control routes at `/control`. It uses little
 * CPU: pages are bytes that are written once. Prints its port.
 *
 * node bench/support/backend-process.mjs '{"clusters":20,"jobs":5000,"running":100,"base":1767225600000}'
 */
import { Buffer } from 'node:buffer';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setInterval } from 'node:timers';

import { Cluster } from './cluster.mjs';

const TICK_MS = 20;
const MANY_CHANGES = 1_000_000;

const settings = JSON.parse(process.argv[2]);
const clusters = Array.from({ length: settings.clusters }, (_, at) => new Cluster(at, settings));
const stats = { requests: 0, bytes: 0, firstRequestTime: 0, changes: 0, rejected: 0 };
let down = false;
let perSecond = 0;
let due = 0;
let turn = 0;

/** Each control route takes a JSON body and returns JSON. */
const controls = {
  stats: () => ({
    ...stats,
    listings: clusters.map(({ listings }) => listings),
    /** All jobs that there have ever been. */
    jobs: clusters.reduce((sum, { jobs }) => sum + jobs, 0),
  }),
  pages: () => {
    for (const cluster of clusters) for (let at = 0; at * 1_000 < cluster.listed; at += 1) cluster.page(at);
    return {};
  },
  keep: ({ jobs }) => {
    for (const cluster of clusters) cluster.keep(jobs);
    return {};
  },
  add: ({ jobs }) => {
    for (const cluster of clusters) cluster.add(jobs);
    return {};
  },
  rate: (body) => {
    ({ perSecond } = body);
    due = 0;
    return {};
  },
  down: (body) => {
    ({ down } = body);
    return {};
  },
  progress: ({ cluster }) => ({ uuid: clusters[cluster].progress(), time: Date.now() }),
  reset: () => {
    for (const cluster of clusters) cluster.listings = 0;
    Object.assign(stats, { requests: 0, bytes: 0, firstRequestTime: 0, changes: 0, rejected: 0 });
    return {};
  },
};

setInterval(() => {
  due = Math.min(MANY_CHANGES, due + (perSecond * TICK_MS) / 1_000);
  while (due >= 1) {
    const changes = clusters[turn++ % clusters.length].change();
    stats.changes += changes;
    due -= changes;
  }
}, TICK_MS);

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  void respond(request, response);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));

async function respond(request, response) {
  const { method, url } = request;
  const [, place, ...path] = url.slice(0, url.indexOf('?') < 0 ? url.length : url.indexOf('?')).split('/');
  if (place === 'control') {
    const body = await text(request);
    send(response, 200, Buffer.from(JSON.stringify(controls[path[0]](body === '' ? {} : JSON.parse(body)))));
    return;
  }
  if (down) {
    request.socket.destroy();
    return;
  }
  stats.firstRequestTime ||= Date.now();
  stats.requests += 1;
  const cluster = clusters[Number(place.slice(1))];
  const [, , jobs, uuid] = path;
  if (jobs !== 'jobs') send(response, 200, Buffer.from('{"version":{"generation":9,"major":13,"minor":1}}'));
  else if (uuid === undefined) sendPage(cluster, url, response);
  else sendJob(cluster, method, uuid, url, response);
}

function sendPage(cluster, url, response) {
  const index = Number(/[?&]page=(\d+)/.exec(url)?.[1] ?? 0);
  if (index === 0) cluster.listings += 1;
  send(response, 200, cluster.page(index));
}

function sendJob(cluster, method, uuid, url, response) {
  const action = /[?&]action=(\w+)/.exec(url)?.[1];
  if (method === 'PATCH' && cluster.act(uuid, action)) send(response, 200, Buffer.from('{}'));
  else {
    if (method === 'PATCH') stats.rejected += 1;
    const job = method === 'GET' ? cluster.job(uuid) : undefined;
    const missing = '{"error":{"code":"4","message":"entry doesn\'t exist","target":"uuid"}}';
    send(response, job ? 200 : 404, job ?? Buffer.from(missing));
  }
}

function send(response, status, bytes) {
  stats.bytes += bytes.length;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length });
  response.end(bytes);
}
