import { ActionStore, Clock, Config, JobStore, Logger } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { actionStoreOf } from './action-store-options.js';
import { createStore } from './create-store.js';

/** The name of the store of the actions in the log. */
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
