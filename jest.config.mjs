// Tests run as ES modules under swc. Two dependencies ship as ES modules only and are loaded by CommonJS ones, which
// Jest cannot do before Node 24.9: they are turned into CommonJS.
const requiredEsm = ['content-disposition', 'cookie'];

export default {
  globalSetup: '<rootDir>/test/support/global-setup.mjs',
  globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
  // End-to-end tests wait for conditions; the limit is only there for what never comes.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'],
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/test/clients/netapp/.venv/',
    '<rootDir>/test/clients/schemathesis/.venv/',
  ],
  // Need nginx, or minutes: `npm run test:proxy`, `npm run test:replicas`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/proxy/', '<rootDir>/test/replicas/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^@gateway/testing/(.*)$': '<rootDir>/libs/testing/src/$1.ts',
    '^@gateway/(\\w+)$': '<rootDir>/libs/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          target: 'es2022',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
    [`/node_modules/(${requiredEsm.join('|')})/.+\\.js$`]: [
      '@swc/jest',
      { jsc: { target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${requiredEsm.join('|')})/)`],
};
