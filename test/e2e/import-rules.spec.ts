/** The import rules report every violation, and nothing else. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CONFIG = resolve('.dependency-cruiser.mjs');
const DEPCRUISE = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Rule {
  readonly name: string;
  readonly from: { readonly pathNot?: string | readonly string[] };
  readonly to: { readonly path?: string | readonly string[] };
}

/** Files by their path. */
type Tree = Readonly<Record<string, string>>;

const LIBS = ['core', 'config', 'adapters', 'store', 'view', 'poller'];

/** A small project that complies with every rule. */
const CLEAN: Tree = {
  ...Object.fromEntries(LIBS.map((lib) => [`libs/${lib}/src/index.ts`, `export const ${lib} = 1;`])),
  'libs/view/src/view.ts': "import { core } from '@gateway/core'; export const view = core;",
  'libs/view/src/view.spec.ts':
    "import { view } from './view.js'; import { until } from '@gateway/testing/until'; until(view);",
  'libs/store/src/inner.ts': 'export const inner = 1;',
  'libs/testing/src/until.ts': 'export const until = (x: unknown) => x;',
  'libs/adapters/src/kinds/one/one.ts': 'export const one = 1;',
  'apps/gateway/src/main.ts': "import { store } from '@gateway/store'; export const main = store;",
  'apps/cli/src/main.ts': "import { type core } from '@gateway/core'; export const main = (of: typeof core) => of;",
  'apps/simulator/src/main.ts': "import { core } from '@gateway/core'; export const main = core;",
  'test/e2e/main.spec.ts':
    "import { main } from '../../apps/gateway/src/main.js'; import { inner } from '../../libs/store/src/inner.js'; main(inner);",
};

/** For each rule, a file that violates it. */
const VIOLATIONS: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'no-cycles': ['libs/core/src/cycle.ts', "import { other } from './other.js'; export const cycle = () => other;"],
  'not-resolvable': ['libs/core/src/lost.ts', "import './nowhere.js';"],
  'libs-import-core-only': ['libs/view/src/sideways.ts', "import '@gateway/store';"],
  'tests-of-libs-import-core-and-testing-only': ['libs/view/src/sideways.spec.ts', "import '@gateway/store';"],
  'one-door-per-lib': ['apps/gateway/src/window.ts', "import '../../../libs/store/src/inner.js';"],
  'no-self-import-through-the-door': ['libs/view/src/inside.ts', "import './index.js';"],
  'nothing-imports-an-app': ['libs/view/src/upwards.ts', "import '../../../apps/gateway/src/main.js';"],
  'core-imports-node-only': ['libs/core/src/package.ts', "import 'yaml';"],
  'the-simulator-imports-core-only': ['apps/simulator/src/shared.ts', "import '@gateway/adapters';"],
  'the-dashboard-imports-types-of-the-api-only': ['apps/dashboard/src/inner.ts', "import '@gateway/core';"],
  'the-command-line-imports-types-of-core-only': [
    'apps/cli/src/code.ts',
    "import { core } from '@gateway/core'; core;",
  ],
  'the-command-line-imports-no-library-but-core': [
    'apps/cli/src/other.ts',
    "import { type view } from '@gateway/view'; export type Other = typeof view;",
  ],
  'programs-import-no-test-support': ['apps/gateway/src/support.ts', "import '@gateway/testing/until';"],
  'kinds-are-independent': ['libs/adapters/src/kinds/two/two.ts', "import '../one/one.js';"],
};
const CYCLE_PARTNER: Tree = {
  'libs/core/src/other.ts': "import { cycle } from './cycle.js'; export const other = () => cycle;",
};

describe('the import rules', () => {
  let folder: string;
  let rules: readonly Rule[];

  beforeAll(async () => {
    rules = ((await import(CONFIG)) as { default: { forbidden: readonly Rule[] } }).default.forbidden;
  });
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-import-rules-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** The packages that only one folder or file may import, with the name of the rule. */
  function restrictedPackages(): readonly {
    readonly rule: string;
    readonly name: string;
    readonly allowedPath: string;
  }[] {
    return rules.flatMap(({ name: rule, from, to }) => {
      const [, name] = /^node_modules\/(.+)\/$/.exec(String(to.path)) ?? [];
      return rule.startsWith('only-') && name ? [{ rule, name, allowedPath: String(from.pathNot?.[0]).slice(1) }] : [];
    });
  }

  /** The violations in a tree, as `<file>: <rule>`. */
  async function violations(tree: Tree): Promise<readonly string[]> {
    const paths = Object.fromEntries(LIBS.map((lib) => [`@gateway/${lib}`, [`./libs/${lib}/src/index.ts`]]));
    const compilerOptions = {
      module: 'nodenext',
      paths: { ...paths, '@gateway/testing/*': ['./libs/testing/src/*.ts'] },
    };
    const packages = restrictedPackages().flatMap(({ name }) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, ''],
    ]);
    const files = {
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      'package.json': '{"type":"module"}',
      ...tree,
    };
    for (const [path, text] of [...packages, ...Object.entries(files)] as [string, string][]) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const args = [DEPCRUISE, 'apps', 'libs', 'test', '--config', CONFIG, '--output-type', 'json'];
    const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 10_000_000 };
    const { stdout } = await run(process.execPath, args, options).catch((error: { stdout: string }) => error);
    const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
    return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  }

  it('each report a violation', async () => {
    const ofPackages = restrictedPackages().map(({ rule, name }) => [
      rule,
      [`apps/gateway/src/${rule}.ts`, `import '${name}';`],
    ]);
    const violating = { ...VIOLATIONS, ...Object.fromEntries(ofPackages) } as typeof VIOLATIONS;
    expect(Object.keys(violating).sort()).toEqual(rules.map(({ name }) => name).sort());
    const found = await violations({ ...CLEAN, ...CYCLE_PARTNER, ...Object.fromEntries(Object.values(violating)) });
    expect(found).toEqual(
      expect.arrayContaining(Object.entries(violating).map(([rule, [file]]) => `${file}: ${rule}`)),
    );
  });

  it('allow imports that follow the architecture', async () => {
    const allowed = restrictedPackages().map(({ name, allowedPath }) => {
      const file = allowedPath.endsWith('.ts') ? allowedPath : `${allowedPath}${name.replace(/\W/g, '-')}.ts`;
      return [file, `import '${name}';`] as const;
    });
    expect(await violations({ ...CLEAN, ...Object.fromEntries(allowed) })).toEqual([]);
  });
});
