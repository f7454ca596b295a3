import { getHeapStatistics } from 'node:v8';

import { Poller } from '@gateway/poller';
import { ViewReplicator } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { OPEN_FILES_LIMIT } from '../connections/open-files.js';
import { Readiness } from '../http/readiness.js';
import { readVersion } from '../process/version.js';
import { EventLoopDelay } from './event-loop-delay.js';
import { histogramSamples, type Metric } from './metric.js';

const DELAY = 'job_gateway_event_loop_delay_seconds';
const US_PER_S = 1e6;

/**
 * The metrics of this process, under the names that Prometheus gives them. Those of prom-client count open files and
 * handles, which holds the event loop for milliseconds with thousands of connections.
 */
@Injectable()
export class ProcessMetrics {
  readonly metrics: readonly Metric[];

  constructor(delay: EventLoopDelay, poller: Poller, replicator: ViewReplicator, readiness: Readiness) {
    const info = { version: readVersion(), node: process.version };
    const startedSeconds = Date.now() / 1_000 - process.uptime();
    this.metrics = [
      {
        name: 'job_gateway_info',
        type: 'gauge',
        help: 'Always 1; the labels are the versions of the gateway and of Node.js.',
        read: () => [{ labels: info, value: 1 }],
      },
      {
        name: 'job_gateway_ready',
        type: 'gauge',
        help: '1 while the gateway is ready for requests, else 0; as /health/ready.',
        read: () => (!readiness.isStopping && replicator.isCaughtUp() ? 1 : 0),
      },
      {
        name: 'job_gateway_replicas',
        type: 'gauge',
        help: 'Replicas that are live, this one included.',
        read: () => poller.liveReplicas().length,
      },
      {
        name: DELAY,
        type: 'histogram',
        help: 'The longest delay of the event loop in each second.',
        read: () => histogramSamples(DELAY, delay.longest),
      },
      {
        name: 'process_cpu_seconds_total',
        type: 'counter',
        help: 'User and system CPU time.',
        read: () => {
          const { system, user } = process.cpuUsage();
          return (system + user) / US_PER_S;
        },
      },
      {
        name: 'process_resident_memory_bytes',
        type: 'gauge',
        help: 'Resident memory size.',
        read: () => process.memoryUsage.rss(),
      },
      {
        name: 'process_start_time_seconds',
        type: 'gauge',
        help: 'Start time of the process, in seconds since the epoch.',
        read: () => startedSeconds,
      },
      {
        name: 'process_max_fds',
        type: 'gauge',
        help: 'Maximum number of open files.',
        read: () => (OPEN_FILES_LIMIT === undefined ? [] : OPEN_FILES_LIMIT),
      },
      {
        name: 'nodejs_heap_size_used_bytes',
        type: 'gauge',
        help: 'Memory in use in the heap of JavaScript.',
        read: () => getHeapStatistics().used_heap_size,
      },
      {
        name: 'nodejs_heap_size_limit_bytes',
        type: 'gauge',
        help: 'Limit of the heap of JavaScript; Node.js ends the process when it is full.',
        read: () => getHeapStatistics().heap_size_limit,
      },
      {
        name: 'nodejs_external_memory_bytes',
        type: 'gauge',
        help: 'Memory of Node.js outside of the heap of JavaScript, mostly the texts of jobs.',
        read: () => process.memoryUsage().external,
      },
    ];
  }
}
