import { Module } from '@nestjs/common';

import { WatchHub } from './watch-hub.js';
import { WatchController } from './watch.controller.js';

/** The stream of changes. */
@Module({ controllers: [WatchController], providers: [WatchHub], exports: [WatchHub] })
export class WatchModule {}
