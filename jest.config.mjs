// The suites of tests. `npm test` runs `fast`; `npm run test:long` runs the others (scripts/test-long.mjs).
// Tests run as ES modules under swc.

const base = {
  testEnvironmentOptions: { globalsCleanup: 'on' },
  modulePathIgnorePatterns: [
    '<rootDir>/dist/',
    '<rootDir>/test/clients/netapp/.venv/',
    '<rootDir>/test/clients/schemathesis/.venv/',
    '<rootDir>/test/deploy/.venv/',
  ],
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
  },
  transformIgnorePatterns: ['/node_modules/'],
};

/** The specs of each long suite. Their tests start the programs and servers they need. */
const long = {
  durability: ['test/durability/{kill,full-disk}.spec.ts'],
  replicas: ['test/replicas/!(retention-*).spec.ts'],
  retention: ['test/{durability,replicas}/retention-*.spec.ts'],
  process: ['test/e2e/{open-files,process*}.spec.ts'],
  reload: ['test/e2e/reload.spec.ts'],
  upgrade: ['test/upgrade/{rolling-upgrade,documented-commands}.spec.ts'],
  fuzz: ['test/fuzz/*.long.spec.ts'],
  cluster: ['libs/store/src/redis/redis-cluster.spec.ts'],
  proxy: ['test/proxy/*.spec.ts'],
  browser: ['test/browser/*.spec.ts'],
  docs: ['test/docs/commands.spec.ts'],
  alerts: ['test/alerts/alerts.spec.ts'],
  package: ['test/package/*.spec.ts'],
  image: ['test/image/*.spec.ts'],
  deploy: ['test/deploy/{chart,compose-schema,dockerfile,systemd}.spec.ts'],
};

const inRoot = (globs) => globs.map((glob) => `<rootDir>/${glob}`);
const longSpecs = Object.values(long).flat();

export default {
  // Tests wait for conditions; the limit is for conditions that never hold. The long suites have limits of their own.
  testTimeout: 180_000,
  // Every file loads the application into a context of its own, which Node never frees whole: a worker that has grown
  // is replaced.
  maxWorkers: 2,
  workerIdleMemoryLimit: '200MB',
  projects: [
    {
      ...base,
      displayName: 'fast',
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
      testMatch: [...inRoot(['{apps,libs,test}/**/*.spec.ts']), ...longSpecs.map((glob) => `!**/${glob}`)],
    },
    ...Object.entries(long).map(([displayName, specs]) => ({ ...base, displayName, testMatch: inRoot(specs) })),
  ],
};
