import { Logger, MonotonicClock, Timers } from '@gateway/core';
import { View, type ViewRecord } from '@gateway/view';
import { Injectable } from '@nestjs/common';

import { WatchStreams } from './watch-streams.js';

/** All watch sessions of jobs. */
@Injectable()
export class WatchHub extends WatchStreams<ViewRecord> {
  constructor(view: View, timers: Timers, clock: MonotonicClock, logger: Logger) {
    super('watch', view, timers, clock, logger);
  }
}
