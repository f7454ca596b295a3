import { Module } from '@nestjs/common';

import { WatchController } from './watch.controller.js';
import { WatchHub } from './watch-hub.js';
import { WatchLimits } from './watch-limits.js';

/** The stream of changes. */
@Module({ controllers: [WatchController], providers: [WatchHub, WatchLimits], exports: [WatchHub, WatchLimits] })
export class WatchModule {}
