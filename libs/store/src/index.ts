export { actionStoreOf } from './action-store-options.js';
export { createStore, type StoreOptions } from './create-store.js';
export { restoreFolders, type RestoredStore } from './embedded/restore-folder.js';
export { formatObstacle, parseFormat, STORE_FORMAT } from './store-format.js';
export { StoreModule } from './store.module.js';
