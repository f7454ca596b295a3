export { createStore, type StoreOptions } from './create-store.js';
