// Replicas of the built gateway over a Redis that fails: `npm run test:replicas`. They start their own Redis servers.
import config from './jest.config.mjs';

export default {
  ...config,
  globalSetup: undefined,
  globalTeardown: undefined,
  testPathIgnorePatterns: ['/node_modules/'],
  maxWorkers: 1,
  testTimeout: 180_000,
  testMatch: ['<rootDir>/test/replicas/**/*.spec.ts'],
};
