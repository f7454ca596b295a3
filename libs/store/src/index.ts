export { createStore, type StoreOptions } from './create-store.js';
export { StoreModule } from './store.module.js';
