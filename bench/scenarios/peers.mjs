/** A list of 50 under changes against what others do: fan-out, Redis per request, bull-board, and the limits. */
import { strict as assert } from 'node:assert';

import { LISTED } from '../support/backend.mjs';
import { list } from '../support/checks.mjs';
import { startConstants } from '../support/constants.mjs';
import { startFilled } from '../support/dataset.mjs';
import { startPeer } from '../support/peers.mjs';
import { allRecords, writeRecords } from '../support/records.mjs';
import { startRedis } from '../support/redis.mjs';
import { loadInRounds, perSecond } from '../support/rounds.mjs';
import { ratioOf } from '../support/statistics.mjs';
import { underChanges } from '../support/under-changes.mjs';

export const title = 'A list of 50 of 100,000 jobs while 200 jobs/s change, against peers';
export const defaults = { jobs: 100_000, sources: 60, rounds: 5, seconds: 3, rate: 200 };

/** A peer that needs much longer for one answer. */
const SLOW = { connections: 2, seconds: 10, sampleMs: 5_000 };

/**
 * Figures: `peer.<name>` is the gateway's multiple of the peer. The peers are measured after the gateway has stopped: its
 * work for the changes would slow them down on the shared core.
 */
export async function run(options) {
  const filled = await startFilled(options);
  const { gateway } = filled;
  const redis = await startRedis();
  const records = await allRecords(gateway.url);
  await writeRecords(redis.client, records);
  const url = `${gateway.url}/api/jobs?max_records=50`;
  const http = await startConstants('node-http', { list: url });
  const nest = await startConstants('nest', { list: url });
  const peers = await startPeers(filled, redis, records, options);
  const own = { name: 'gateway', pid: gateway.pid, url, check: list({ total: (count) => count >= records.length }) };
  const limits = [...http.subjects, ...nest.subjects].filter(({ name }) => name.endsWith('.list'));
  const busy = await underChanges(filled, options.rate, () => loadInRounds([own], options));
  await gateway.stop();
  const others = await loadInRounds([...limits, ...peers.map(({ subject }) => subject)], options);
  const result = { ...busy.result, ...others };
  for (const { stop } of [http, nest, ...peers]) await stop();
  await redis.stop();
  await filled.close();
  const ratios = Object.keys(others).map((name) => [
    `peer.${name}`,
    ratioOf(result.gateway.perSecond, result[name].perSecond),
  ]);
  const rates = Object.keys(result).map((name) => [`peer.${name}.perSecond`, perSecond(result, name)]);
  return {
    figures: Object.fromEntries([...ratios, ...rates]),
    raw: { result, changesPerSecond: busy.changesPerSecond },
  };
}

async function startPeers({ backend }, redis, records, { sources }) {
  const backends = Array.from({ length: sources }, (_, at) => `${backend.url}/c${at}/api`);
  const queue = 'jobs';
  const [fanOut, naive, indexed, board] = [
    await startPeer('fan-out', { backends }),
    await startPeer('redis-naive', { redis: redis.url }),
    await startPeer('redis-indexed', { redis: redis.url }),
    await startPeer('bull-board', { port: redis.port, queue, jobs: records }),
  ];
  const listed = Math.min(LISTED, Math.floor(records.length / sources)) * sources;
  const boardPath = `/board/api/queues?activeQueue=${queue}&status=waiting&page=1&jobsPerPage=50`;
  return [
    peer('fan-out', fanOut, '/api/jobs', page(listed), SLOW),
    peer('redis-naive', naive, '/api/jobs', page(records.length), SLOW),
    peer('redis-indexed', indexed, '/api/jobs', page(records.length)),
    peer('bull-board', board, boardPath, boardPage(records.length)),
  ];
}

function peer(name, { pid, stop, url }, path, check, load) {
  return { stop, subject: { name, pid, url: url + path, check, ...load } };
}

function page(total) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    const body = JSON.parse(bytes.toString());
    assert.equal(body.records.length, 50);
    assert.equal(body.total_records, total);
  };
}

function boardPage(total) {
  return ({ bytes, status }) => {
    assert.equal(status, 200);
    const [queue] = JSON.parse(bytes.toString()).queues;
    assert.equal(queue.jobs.length, 50);
    assert.equal(queue.counts.waiting, total);
  };
}
