import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

import { type Logger } from '@gateway/core';

const MB = 1_000_000;
/** The limit includes some 50 MB for new objects only, so a small heap is full before it reaches the limit. */
const FULL_SHARE = 0.8;
const ROOM_SHARE = 0.6;

/** The memory of JavaScript in use after garbage was collected, and its limit, in bytes. */
export interface HeapUse {
  readonly used: number;
  readonly limit: number;
}

/**
 * Logs one ERROR when the heap is almost full, and one INFO when it has room again. Node ends a process whose heap is full in
 * the middle of its work, when it can log nothing more.
 */
export class FullHeap {
  #isFull = false;

  constructor(private readonly logger: Logger) {}

  /** Notes the use of the heap after each collection of garbage. */
  note({ limit, used }: HeapUse): void {
    const fields = { heap_mb: Math.ceil(used / MB), heap_limit_mb: Math.floor(limit / MB) };
    if (!this.#isFull && used > limit * FULL_SHARE) {
      this.#isFull = true;
      this.logger.error(fields, 'heap is almost full; Node ends the process when it is full');
    } else if (this.#isFull && used < limit * ROOM_SHARE) {
      this.#isFull = false;
      this.logger.info(fields, 'heap has room again');
    }
  }
}

/** Watches the heap of this process. */
export function watchHeap(logger: Logger): void {
  const heap = new FullHeap(logger);
  new PerformanceObserver((list) => {
    if (!list.getEntries().some(isMajor)) return;
    const { heap_size_limit, used_heap_size } = getHeapStatistics();
    heap.note({ used: used_heap_size, limit: heap_size_limit });
  }).observe({ entryTypes: ['gc'] });
}

/** True for a collection of the whole heap, after which all memory in use was needed a moment ago. */
function isMajor(entry: PerformanceEntry): boolean {
  const { detail } = entry as { readonly detail?: { readonly kind?: number } };
  return detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
