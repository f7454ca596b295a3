import { type Adapter } from '@gateway/core';

import { type AdapterOptions } from './adapter-options.js';

/** Makes the adapters of one kind of backend. */
export interface KindFactory {
  /** The adapter of one source. It opens no connection before its first call. */
  create(options: AdapterOptions): Adapter;
}
