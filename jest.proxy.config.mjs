// Tests behind a real proxy: `npm run test:proxy`. They need nginx, and start their own Redis.
import config from './jest.config.mjs';

export default {
  ...config,
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
  testTimeout: 180_000,
  testMatch: ['<rootDir>/test/proxy/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
