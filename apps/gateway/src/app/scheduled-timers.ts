import { detached, type Timers } from '@gateway/core';
import { Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';

/** Timers in Nest's scheduler registry, which can list them. They fire once, because cycles under `@Interval` could overlap. */
@Injectable()
export class ScheduledTimers implements Timers {
  constructor(private readonly registry: SchedulerRegistry) {}

  set(name: string, delayMs: number, run: () => void): void {
    this.clear(name);
    // What a timer runs later is no part of the request that has set it.
    const timeout = detached(() =>
      setTimeout(() => {
        this.clear(name);
        run();
      }, delayMs),
    );
    this.registry.addTimeout(name, timeout);
  }

  clear(name: string): void {
    if (this.registry.doesExist('timeout', name)) this.registry.deleteTimeout(name);
  }
}
