// Jest's globalTeardown.
export { stopRedis as default } from './global-setup.mjs';
