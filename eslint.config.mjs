import eslint from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Packages that one room of the house wraps for all others: name → the folder that may import it. */
const wrapped = {
  '@nestjs/axios': 'libs/adapters/src/http/**',
  axios: 'libs/adapters/src/http/**',
  '@nestjs/schedule': 'libs/poller/src/**',
  ioredis: 'libs/store/src/redis/**',
  'classic-level': 'libs/store/src/embedded/**',
  pino: 'apps/gateway/src/logger.ts',
  'prom-client': 'apps/gateway/src/metrics/**',
  'sorted-btree': 'libs/view/src/**',
  yaml: 'libs/config/src/**',
};
const only = (allowed) =>
  Object.keys(wrapped)
    .filter((name) => !allowed.includes(name))
    .map((name) => ({ name, message: `Only ${wrapped[name]} imports it.` }));
const rule = (allowed, extra = []) => ['error', { paths: only(allowed), patterns: extra }];
const star = {
  regex: '^@gateway/(?!core$)',
  message: 'A lib imports @gateway/core and nothing else of ours.',
};
const noApps = { regex: '(^|/)apps/', message: 'Nothing imports an app.' };

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'node_modules/',
      'coverage/',
      'data/',
      'test/clients/.venv/',
      'test/schemathesis/.venv/',
      'test/client/schema.d.ts',
    ],
  },
  eslint.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((c) => ({ ...c, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/require-await': 'off',
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
    },
  },
  { files: ['apps/**/*.ts'], rules: { 'no-restricted-imports': rule([]) } },
  { files: ['libs/**/*.ts'], rules: { 'no-restricted-imports': rule([], [star, noApps]) } },
  ...[...new Set(Object.values(wrapped))].map((folder) => ({
    files: [folder],
    rules: {
      'no-restricted-imports': rule(
        Object.keys(wrapped).filter((name) => wrapped[name] === folder),
        folder.startsWith('libs/') ? [star, noApps] : [],
      ),
    },
  })),
  {
    files: ['libs/*/src/**/*.ts', 'apps/*/src/**/*.ts'],
    ignores: ['libs/config/src/load-config.ts', '**/*.spec.ts', '**/testing/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/config reads the environment.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', 'test/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: {
      globals: { process: 'readonly', console: 'readonly', fetch: 'readonly', URL: 'readonly', setTimeout: 'readonly' },
    },
  },
  prettier,
);
