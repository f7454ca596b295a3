import { monitorEventLoopDelay } from 'node:perf_hooks';

import { Histogram } from '@gateway/core';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';

/** The timer that measures the delay, in ms: a delay is measured with this precision at worst. */
const RESOLUTION_MS = 20;
const PERIOD_MS = 1_000;
const NS_PER_MS = 1e6;
/** Upper bounds of buckets in seconds. */
const BOUNDS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];

/**
 * How late the event loop is: the longest delay of every second. A histogram that only grows suits any number of
 * Prometheus servers, which a maximum since the last scrape does not.
 */
@Injectable()
export class EventLoopDelay implements OnModuleInit, OnApplicationShutdown {
  /** Counts the seconds by their longest delay, in seconds. */
  readonly longest = new Histogram(BOUNDS);
  readonly #monitor = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  #timer: NodeJS.Timeout | undefined;

  onModuleInit(): void {
    this.#monitor.enable();
    this.#timer = setInterval(() => this.#note(), PERIOD_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
    this.#monitor.disable();
  }

  /** The monitor measures the time between two calls of its timer. */
  #note(): void {
    const delayMs = this.#monitor.max / NS_PER_MS - RESOLUTION_MS;
    this.#monitor.reset();
    this.longest.observe(Math.max(0, delayMs) / 1_000);
  }
}
