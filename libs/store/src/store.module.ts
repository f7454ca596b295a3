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
        createStore({
          ...actionStoreOf(store),
          logLength: ACTIONS_LOG_LENGTH,
          clock,
          logger: withPart(logger),
        }),
    },
  ],
  exports: [JobStore, ActionStore],
})
export class StoreModule {}

function actionStoreOf(store: StoreConfig): StoreConfig & { readonly part?: string } {
  return store.kind === 'embedded' ? { ...store, path: join(store.path, ACTIONS) } : { ...store, part: ACTIONS };
}

/** Adds the part to every line, because the store of the jobs logs the same messages. */
function withPart(logger: Logger): Logger {
  const marked = (fields: object): object => ({ part: ACTIONS, ...fields });
  return {
    debug: (fields, message) => logger.debug(marked(fields), message),
    info: (fields, message) => logger.info(marked(fields), message),
    warn: (fields, message) => logger.warn(marked(fields), message),
    error: (fields, message) => logger.error(marked(fields), message),
  };
}
