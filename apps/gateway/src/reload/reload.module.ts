import { ConfigLoader } from '@gateway/config';
import { AdapterFactory, Logger, Timers } from '@gateway/core';
import { Module } from '@nestjs/common';

import { Access } from '../access/access.js';
import { Connections } from '../connections/connections.js';
import { Discovery } from '../discovery/discovery.js';
import { DiscoveryModule } from '../discovery/discovery.module.js';
import { Fleet } from '../discovery/fleet.js';
import { Reload } from './reload.js';

/** Applies changes of the configuration while the gateway runs. Without a `ConfigLoader`, `Reload` is `undefined`. */
@Module({
  imports: [DiscoveryModule],
  providers: [
    {
      provide: Reload,
      inject: [
        { token: ConfigLoader, optional: true },
        AdapterFactory,
        Access,
        Fleet,
        Discovery,
        Connections,
        Timers,
        Logger,
      ],
      useFactory: (
        loader: ConfigLoader | undefined,
        adapters: AdapterFactory,
        access: Access,
        fleet: Fleet,
        discovery: Discovery,
        { certificate }: Connections,
        timers: Timers,
        logger: Logger,
      ) => loader && new Reload(loader, adapters, { access, fleet, discovery, certificate }, timers, logger),
    },
  ],
  exports: [Reload],
})
export class ReloadModule {}
