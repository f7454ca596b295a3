// Tests behind a real proxy: `npm run test:proxy`. They need nginx, and no Redis.
import config from './jest.config.mjs';

export default {
  ...config,
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/proxy/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
