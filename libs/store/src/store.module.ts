import { Clock, Config, JobStore, Logger } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { createStore } from './create-store.js';

/** Provides the `JobStore` that the configuration names. */
@Global()
@Module({
  providers: [
    {
      provide: JobStore,
      inject: [Config, Clock, Logger],
      useFactory: ({ store }: Config, clock: Clock, logger: Logger) => createStore({ ...store, clock, logger }),
    },
  ],
  exports: [JobStore],
})
export class StoreModule {}
