/** A bulk action on all running jobs of many clusters: how long its preview and its actions hold the event loop. */
import { performance } from 'node:perf_hooks';

import { startBackends } from '../support/backend.mjs';
import { fetchJson, sendJson, until } from '../support/client.mjs';
import { untilPolled } from '../support/dataset.mjs';
import { makeFolder } from '../support/folders.mjs';
import { startGateway } from '../support/gateway.mjs';
import { figure, largest } from '../support/statistics.mjs';

export const title = 'Bulk action on 20,040 jobs of 60 sources';
export const defaults = { jobs: 20_040, sources: 60, rounds: 5 };

/**
 * Figures: `bulk.preview`, the time of a preview in ms; `bulk.rate`, the actions per second and source. The longest in ms of
 * all previews, and of the action: `loop.<work>`, the delay of the event loop; `ran.<work>`, what the main thread ran in one
 * turn. Throws if a cluster gets an action twice, or not all are sent.
 */
export async function run({ jobs, rounds, sources }) {
  const { folder, remove } = await makeFolder();
  const running = Math.floor(jobs / sources);
  const backend = await startBackends({ clusters: sources, jobs: 2 * running, running });
  const gateway = await startGateway({ backend: backend.url, folder, sources, recorder: true });
  await untilPolled(gateway, sources);
  const previews = [];
  for (let round = 0; round < rounds; round += 1) previews.push(await preview(gateway));
  const action = await act(gateway, previews.at(-1));
  const { rejected } = await backend.control('stats');
  if (rejected > 0) throw new Error(`${rejected} actions were sent twice`);
  await gateway.stop();
  await backend.stop();
  await remove();
  const figures = {
    'bulk.preview': figure(previews.map(({ ms }) => ms)),
    'bulk.rate': figure([action.rate / sources]),
    'loop.preview': largest(previews.map(({ delayMax }) => delayMax)),
    'ran.preview': largest(previews.map(({ ranMax }) => ranMax)),
    'loop.bulk': largest([action.delayMax]),
    'ran.bulk': largest([action.ranMax]),
  };
  return { figures, raw: { previews: previews.map(withoutToken), action } };
}

async function preview(gateway) {
  await gateway.delays();
  const began = performance.now();
  const { body } = await sendJson('PATCH', bulkUrl(gateway, 'dry_run=true'));
  const { confirm, count } = body;
  return { count, confirm, ms: performance.now() - began, ...(await gateway.delays()) };
}

async function act(gateway, { confirm, count }) {
  await gateway.delays();
  const began = performance.now();
  const { headers } = await sendJson('PATCH', bulkUrl(gateway, `confirm=${confirm}`));
  let progress;
  const hasEnded = async () => {
    progress = await fetchJson(`${gateway.url}${headers.location}`);
    return progress.state === 'done';
  };
  await until('the bulk action has ended', hasEnded, { intervalMs: 500, timeoutMs: 300_000 });
  const seconds = (performance.now() - began) / 1_000;
  const { accepted, done } = progress;
  if (accepted + done !== count) throw new Error(`not all of ${count} are done: ${JSON.stringify(progress)}`);
  return { count, seconds, rate: count / seconds, ...(await gateway.delays()) };
}

function bulkUrl({ url }, parameters) {
  return `${url}/api/jobs?state=running&action=cancel&${parameters}`;
}

function withoutToken(figures) {
  return Object.fromEntries(Object.entries(figures).filter(([name]) => name !== 'confirm'));
}
