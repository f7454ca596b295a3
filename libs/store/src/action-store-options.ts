import { join } from 'node:path';

import { type StoreConfig } from '@gateway/core';

/** The folder or the part of a namespace that has the actions. Both are found again after an update: never change it. */
const ACTIONS = 'actions';

/** The store of the actions, beside that of the jobs. */
export function actionStoreOf(store: StoreConfig): StoreConfig & { readonly part?: string } {
  return store.kind === 'embedded' ? { ...store, path: join(store.path, ACTIONS) } : { ...store, part: ACTIONS };
}
