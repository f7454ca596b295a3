/** How much memory the configured number of jobs needs. The figures are measured: see docs/performance.md. */

import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';

import { type Logger } from '@gateway/core';

const BYTES_PER_JOB = 1_600;
/** The part of `BYTES_PER_JOB` in the heap of JavaScript, which Node limits. */
const HEAP_BYTES_PER_JOB = 500;
/** A gateway without jobs, with its answers, changes and write buffers. */
const BASE_BYTES = 400_000_000;
const BASE_HEAP_BYTES = 150_000_000;
const MB = 1_000_000;

/** Memory of the machine or container, and of the heap, in bytes. */
export interface MemoryLimits {
  readonly available: number;
  readonly heap: number;
}

/** What a number of jobs needs, in MB, and whether the limits allow it. */
export interface Sizing {
  readonly fields: {
    readonly max_jobs: number;
    readonly memory_mb: number;
    readonly available_mb: number;
    readonly heap_mb: number;
    readonly heap_limit_mb: number;
  };
  readonly isEnough: boolean;
}

/** Computes the memory for `maxJobs` jobs. */
export function sizingFor(maxJobs: number, { available, heap }: MemoryLimits): Sizing {
  const memory = BASE_BYTES + maxJobs * BYTES_PER_JOB;
  const neededHeap = BASE_HEAP_BYTES + maxJobs * HEAP_BYTES_PER_JOB;
  const fields = {
    max_jobs: maxJobs,
    memory_mb: Math.ceil(memory / MB),
    available_mb: Math.floor(available / MB),
    heap_mb: Math.ceil(neededHeap / MB),
    heap_limit_mb: Math.floor(heap / MB),
  };
  return { fields, isEnough: memory <= available && neededHeap <= heap };
}

/** Logs what the gateway is sized for; a warning if `retention.max_jobs` jobs do not fit into the memory. */
export function logSizing(maxJobs: number, logger: Logger): void {
  const { fields, isEnough } = sizingFor(maxJobs, memoryLimits());
  if (isEnough) logger.info(fields, 'gateway is sized for retention.max_jobs');
  else logger.warn(fields, 'retention.max_jobs does not fit into the memory of this process');
}

function memoryLimits(): MemoryLimits {
  // 0 or a very large number if the container has no limit.
  const constrained = process.constrainedMemory();
  const available = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { available, heap: getHeapStatistics().heap_size_limit };
}
