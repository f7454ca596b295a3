/** A thousand clients that watch all jobs, of which 50 change per second. */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { fetchJson } from '../support/client.mjs';
import { startFilled } from '../support/dataset.mjs';
import { LOAD_CORE, start, stop } from '../support/processes.mjs';
import { figure } from '../support/statistics.mjs';

export const title = '1,000 watchers of 50 events/s, 100,000 jobs of 100 sources, polled every second';
export const defaults = { jobs: 100_000, sources: 100, rounds: 5, seconds: 15, rate: 50, watchers: 1_000 };

const CLIENTS = new URL('../support/watch-clients.mjs', import.meta.url).pathname;
const SETTLE_MS = 5_000;

/** Figures: `watchers.p99` in ms from the record's update to the client, and `watchers.memory` in bytes above the view. */
export async function run(options) {
  const filled = await startFilled(options, { interval: '1s' });
  const { backend, gateway } = filled;
  await delay(SETTLE_MS);
  const before = await gateway.memory();
  const clients = await openClients(gateway.url, options.watchers);
  await backend.control('rate', { perSecond: options.rate });
  await delay(SETTLE_MS);
  await figures(clients);
  const rounds = [];
  for (let round = 0; round < options.rounds; round += 1) {
    await delay(options.seconds * 1_000);
    rounds.push({ ...(await figures(clients)), memory: (await gateway.memory()) - before });
  }
  await stop(clients);
  await filled.close();
  return {
    figures: {
      'watchers.p99': figure(rounds.map(({ p99 }) => p99)),
      'watchers.memory': figure(rounds.map(({ memory }) => memory)),
      'watchers.eventsPerSecond': figure(rounds.map(({ least }) => least / options.seconds)),
    },
    raw: rounds,
  };
}

async function openClients(url, count) {
  const { revision } = await fetchJson(`${url}/api/jobs?return_records=false`);
  let report;
  const open = new Promise((resolve) => (report = resolve));
  const args = [CLIENTS, `${url}/api/jobs/watch?after=${revision}`, `${count}`];
  const child = start(LOAD_CORE, process.execPath, args, { ipc: true, onLine: () => report() });
  await Promise.race([open, once(child, 'exit').then(() => Promise.reject(new Error('the watchers have ended')))]);
  return child;
}

async function figures(clients) {
  const answer = once(clients, 'message');
  clients.send('figures');
  return (await answer)[0];
}
