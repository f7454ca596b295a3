import { Module } from '@nestjs/common';

import { WatchController } from './watch.controller.js';
import { WatchHub } from './watch-hub.js';

/** The stream of changes. */
@Module({ controllers: [WatchController], providers: [WatchHub], exports: [WatchHub] })
export class WatchModule {}
