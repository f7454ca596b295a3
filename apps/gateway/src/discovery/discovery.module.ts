import { Module } from '@nestjs/common';

import { Discovery } from './discovery.js';
import { Fleet } from './fleet.js';

/** The sources that are polled, with those of discovered clusters. */
@Module({ providers: [Discovery, Fleet], exports: [Discovery, Fleet] })
export class DiscoveryModule {}
