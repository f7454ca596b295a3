// The import rules, checked on the real import graph by `npm run check`. Every rule names what it forbids and why.

/** Packages that a folder wraps for all others: package → the folder, or the folders, that may import it. */
const wrapped = {
  '@nestjs/axios': 'libs/adapters/src/http/',
  axios: 'libs/adapters/src/http/',
  '@nestjs/schedule': 'apps/gateway/src/app/',
  '@nestjs/terminus': 'apps/gateway/src/health/',
  ioredis: 'libs/store/src/redis/',
  'classic-level': 'libs/store/src/embedded/',
  pino: 'apps/gateway/src/logger.ts',
  'prom-client': 'apps/gateway/src/metrics/',
  '@opentelemetry/api': 'apps/gateway/src/tracing/',
  '@opentelemetry/core': 'apps/gateway/src/tracing/',
  '@opentelemetry/sdk-trace-node': 'apps/gateway/src/tracing/',
  '@opentelemetry/exporter-trace-otlp-http': 'apps/gateway/src/tracing/',
  '@opentelemetry/resources': 'apps/gateway/src/tracing/',
  jose: 'apps/gateway/src/access/',
  'openid-client': 'apps/gateway/src/session/',
  '@fastify/cookie': 'apps/gateway/src/session/',
  '@fastify/cors': 'apps/gateway/src/http/',
  '@fastify/helmet': 'apps/gateway/src/http/',
  yaml: ['libs/config/src/', 'apps/cli/src/'],
  commander: 'apps/cli/src/',
  'string-width': 'apps/cli/src/output/',
  'openapi-fetch': 'apps/cli/src/api/',
};

/** Files that only tests load. */
const TESTS = String.raw`(\.spec\.ts$|/testing/|^libs/testing/|^test/|^bench/)`;

/** The generated types of the API; a program that imports them gets no code. */
const API_TYPES = String.raw`^libs/api/src/schema\.d\.ts$`;

const wrappedPackages = Object.entries(wrapped).map(([name, folders]) => ({
  name: `only-${[folders]
    .flat()[0]
    .replace(/\/src\/|\/$/g, '-')
    .replaceAll('/', '-')}imports-${name.replace(/[@/]/g, '-')}`,
  comment: `Only ${[folders].flat().join(' and ')} import ${name}: a change of the library stays in one place.`,
  severity: 'error',
  from: { pathNot: [...[folders].flat().map((folder) => `^${folder}`), TESTS] },
  to: { path: `node_modules/${name}/` },
}));

export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Files that import each other cannot be read one after the other, and with decorators they do not load.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-resolvable',
      comment:
        'Every import names a file or an installed package. The benchmark installs the packages of its peers itself.',
      severity: 'error',
      from: { pathNot: '^bench/peers/' },
      to: { couldNotResolve: true, pathNot: String.raw`^bun:|\.\./dist/` },
    },
    {
      name: 'libs-import-core-only',
      comment: 'A library imports core and no other library: the libraries form a star around it.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: ['^libs/core/src/index.ts$', '^libs/$1/'] },
    },
    {
      name: 'tests-of-libs-import-core-and-testing-only',
      comment: 'A test of a library uses that library, core and the shared test support.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/core/src/index.ts$', '^libs/testing/src/', '^libs/$1/'] },
    },
    {
      name: 'one-door-per-lib',
      comment: 'Apps import a library through its index.ts only.',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: ['^libs/[^/]+/src/index.ts$', '^libs/testing/src/', API_TYPES] },
    },
    {
      name: 'no-self-import-through-the-door',
      comment: 'Inside a library import the exact file.',
      severity: 'error',
      from: { path: String.raw`^libs/([^/]+)/src/(?!index\.(spec\.)?ts)` },
      to: { path: '^libs/$1/src/index.ts$' },
    },
    {
      name: 'nothing-imports-an-app',
      comment: 'Apps are the top: only tests and benchmarks start them.',
      severity: 'error',
      from: { path: '^(apps/([^/]+)|libs)/', pathNot: String.raw`\.spec\.ts$` },
      to: { path: '^apps/', pathNot: '^apps/$2/' },
    },
    {
      name: 'core-imports-node-only',
      comment: 'Core holds the words all parts share and depends on no package.',
      severity: 'error',
      from: { path: '^libs/core/', pathNot: TESTS },
      to: { path: 'node_modules/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'the-simulator-imports-core-only',
      comment: 'The simulator is an independent account of the backends: it shares no code with the adapters.',
      severity: 'error',
      from: { path: '^apps/simulator/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: '^libs/core/' },
    },
    {
      name: 'the-dashboard-imports-types-of-the-api-only',
      comment: 'The page knows the gateway by its API: of this repository it imports only the types of the contract.',
      severity: 'error',
      from: { path: '^apps/dashboard/' },
      to: { path: '^(apps|libs|test|bench)/', pathNot: ['^apps/dashboard/', API_TYPES] },
    },
    {
      name: 'the-command-line-imports-types-of-core-only',
      comment:
        'The command line knows the gateway by its API alone: of the libraries it may use types of core, and no code.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: API_TYPES, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-command-line-imports-no-library-but-core',
      comment: 'The command line knows the gateway by its API alone.',
      severity: 'error',
      from: { path: '^apps/cli/', pathNot: TESTS },
      to: { path: '^libs/', pathNot: ['^libs/core/', API_TYPES] },
    },
    {
      name: 'programs-import-no-test-support',
      comment: 'Test support is not built into the programs.',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: TESTS },
      to: { path: [TESTS] },
    },
    {
      name: 'kinds-are-independent',
      comment: 'One kind of backend never imports another: a kind can be removed or added alone.',
      severity: 'error',
      from: { path: '^libs/adapters/src/kinds/([^/]+)/' },
      to: { path: '^libs/adapters/src/kinds/', pathNot: '^libs/adapters/src/kinds/$1/' },
    },
    ...wrappedPackages,
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: String.raw`(^|/)(dist|\.venv)/` },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
