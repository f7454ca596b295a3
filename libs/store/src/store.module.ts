import { join } from 'node:path';

import { ActionStore, Clock, Config, JobStore, Logger, type StoreConfig } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { createStore } from './create-store.js';

/** The folder or the part of a namespace that has the actions. Both are found again after an update: never change it. */
const ACTIONS = 'actions';
/** Changes of actions that a client of the audit can resume from. */
const ACTIONS_LOG_LENGTH = 20_000;

/** Provides the `JobStore` that the configuration names, and the `ActionStore` beside it. */
@Global()
@Module({
  providers: [
    {
      provide: JobStore,
      inject: [Config, Clock, Logger],
      useFactory: ({ store }: Config, clock: Clock, logger: Logger) => createStore({ ...store, clock, logger }),
    },
    {
      provide: ActionStore,
      inject: [Config, Clock, Logger],
      useFactory: ({ store }: Config, clock: Clock, logger: Logger) =>
        createStore({ ...actionStoreOf(store), logLength: ACTIONS_LOG_LENGTH, clock, logger }),
    },
  ],
  exports: [JobStore, ActionStore],
})
export class StoreModule {}

function actionStoreOf(store: StoreConfig): StoreConfig & { readonly part?: string } {
  return store.kind === 'embedded' ? { ...store, path: join(store.path, ACTIONS) } : { ...store, part: ACTIONS };
}
