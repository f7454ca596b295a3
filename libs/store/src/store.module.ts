import { ActionStore, Clock, Config, JobStore, Logger, StoreLatencies } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { actionStoreOf } from './action-store-options.js';
import { createStore } from './create-store.js';
import { measured } from './measured-store.js';

/** The name of the store of the actions in the log. */
const ACTIONS = 'actions';
/** Changes of actions that a client of the audit can resume from. */
const ACTIONS_LOG_LENGTH = 20_000;

/** Provides the `JobStore` that the configuration names, the `ActionStore` beside it, and the latencies of both. */
@Global()
@Module({
  providers: [
    StoreLatencies,
    {
      provide: JobStore,
      inject: [Config, Clock, Logger, StoreLatencies],
      useFactory: ({ store }: Config, clock: Clock, logger: Logger, { jobs }: StoreLatencies) =>
        measured(createStore({ ...store, clock, logger }), jobs),
    },
    {
      provide: ActionStore,
      inject: [Config, Clock, Logger, StoreLatencies],
      useFactory: ({ store }: Config, clock: Clock, logger: Logger, { actions }: StoreLatencies) => {
        const options = { ...actionStoreOf(store), logLength: ACTIONS_LOG_LENGTH, clock, logger: withPart(logger) };
        return measured(createStore(options), actions);
      },
    },
  ],
  exports: [JobStore, ActionStore, StoreLatencies],
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
