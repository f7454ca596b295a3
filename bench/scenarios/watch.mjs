/** From a change at a backend to the watch event, and from an action through the gateway to its event. */
import { setTimeout as delay } from 'node:timers/promises';

import { fetchJson, send, until } from '../support/client.mjs';
import { startFilled } from '../support/dataset.mjs';
import { openWatch } from '../support/event-stream.mjs';
import { figure, quantile } from '../support/statistics.mjs';

export const title = 'Latency of watch events, 100,000 jobs of 20 sources, polled every 5 s';
export const defaults = { jobs: 100_000, sources: 20, rounds: 5, seconds: 20 };

const CHANGE_EVERY_MS = 50;
const ACTIONS = 20;
const INTERVAL_MS = 5_000;

/** Figures: `watch.change` above the poll interval and `watch.action`, both p99 in ms. */
export async function run(options) {
  const filled = await startFilled(options);
  const pending = new Map();
  const watch = await watchAll(filled.gateway.url, pending);
  const rounds = { changes: [], actions: [] };
  for (let round = 0; round < options.rounds; round += 1) {
    rounds.changes.push(await changes(filled, pending, options));
    rounds.actions.push(await actions(filled.gateway.url, pending, options));
  }
  watch.close();
  await filled.close();
  const p99 = (latencies) => quantile(latencies, 0.99);
  return {
    figures: {
      'watch.change': figure(rounds.changes.map((latencies) => p99(latencies) - INTERVAL_MS)),
      'watch.action': figure(rounds.actions.map(p99)),
    },
    raw: rounds,
  };
}

/** Watches all jobs; each job in `pending` has a function that is called with the event. */
async function watchAll(url, pending) {
  const { _links } = await fetchJson(`${url}/api/jobs?return_records=false`);
  const path = _links.watch?.href ?? '/api/jobs/watch';
  return openWatch(url + path, (_, { id, state }, time) => pending.get(id)?.(time, state));
}

async function changes({ backend }, pending, { seconds, sources }) {
  const latencies = [];
  const end = Date.now() + seconds * 1_000;
  for (let turn = 0; Date.now() < end; turn += 1) {
    const cluster = turn % sources;
    const { time, uuid } = await backend.control('progress', { cluster });
    const id = `c${cluster}~${uuid}`;
    if (!pending.has(id)) {
      pending.set(id, (arrived) => {
        latencies.push(arrived - time);
        pending.delete(id);
      });
    }
    await delay(CHANGE_EVERY_MS);
  }
  await until('all events have arrived', () => pending.size === 0, { timeoutMs: 60_000 });
  return latencies;
}

async function actions(url, pending, { sources }) {
  const latencies = [];
  const { records } = await fetchJson(`${url}/api/jobs?state=running&max_records=${ACTIONS * sources}&fields=id`);
  for (const { id } of records.slice(-ACTIONS)) {
    let shown;
    const event = new Promise((resolve) => (shown = resolve));
    pending.set(id, (time, state) => state === 'paused' && shown(time));
    const sent = Date.now();
    await send('PATCH', `${url}/api/jobs/${encodeURIComponent(id)}?action=pause`);
    latencies.push((await event) - sent);
    pending.delete(id);
  }
  return latencies;
}
