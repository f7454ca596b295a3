import { ConfigLoader } from '@gateway/config';
import { AdapterFactory, Logger, Timers } from '@gateway/core';
import { Poller } from '@gateway/poller';
import { Module } from '@nestjs/common';

import { Reload } from './reload.js';

/** Applies changes of the configuration while the gateway runs. Without a `ConfigLoader`, `Reload` is `undefined`. */
@Module({
  providers: [
    {
      provide: Reload,
      inject: [{ token: ConfigLoader, optional: true }, AdapterFactory, Poller, Timers, Logger],
      useFactory: (
        loader: ConfigLoader | undefined,
        adapters: AdapterFactory,
        poller: Poller,
        timers: Timers,
        logger: Logger,
      ) => loader && new Reload(loader, adapters, poller, timers, logger),
    },
  ],
  exports: [Reload],
})
export class ReloadModule {}
