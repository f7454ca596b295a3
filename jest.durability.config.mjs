// The gateway killed again and again, and on a full disk: `npm run test:durability`. They need the build, and no Redis.
import config from './jest.config.mjs';

process.env.DURABILITY_ROUNDS ??= '200';

export default {
  ...config,
  globalSetup: undefined,
  globalTeardown: undefined,
  testMatch: ['<rootDir>/test/durability/**/*.spec.ts'],
};
