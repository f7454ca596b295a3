/**
 * The star: libs import the core and nothing else of ours, each through its door, and a package that one room wraps is
 * imported there only. Checked on the import graph of all files under apps/ and libs/.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';

/** What a file imports: all of it, and what of it is still there when types are erased. */
interface FileImports {
  readonly all: readonly string[];
  readonly atRunTime: readonly string[];
}
/** Path from the repository's root → imports. */
type ImportGraph = ReadonlyMap<string, FileImports>;
/** Gives a sentence for each breach. */
type Rule = (graph: ImportGraph) => string[];

/** Packages that one room wraps for all others: name → where its import is allowed. */
const WRAPPED: Readonly<Record<string, string>> = {
  '@nestjs/axios': 'libs/adapters/src/http/',
  axios: 'libs/adapters/src/http/',
  '@nestjs/schedule': 'libs/poller/src/',
  ioredis: 'libs/store/src/redis/',
  'classic-level': 'libs/store/src/embedded/',
  pino: 'apps/gateway/src/logger.ts',
  'prom-client': 'apps/gateway/src/metrics/',
  'sorted-btree': 'libs/view/src/',
  yaml: 'libs/config/src/',
};

const isTest = (file: string) => /\.spec\.ts$|\/testing\//.test(file);
const isRelative = (specifier: string) => /^\.{1,2}(\/|$)/.test(specifier);
/** `libs/core/src/job.ts` → `libs/core`. */
const roomOf = (file: string) => file.split('/', 2).join('/');
const doorOf = (room: string) => `${room}/src/index.ts`;

/** The file of ours that an import means, or `undefined` for a package. */
function resolve(from: string, specifier: string): string | undefined {
  if (isRelative(specifier)) return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
  const [, lib] = /^@gateway\/(\w+)$/.exec(specifier) ?? [];
  return lib === undefined ? undefined : doorOf(`libs/${lib}`);
}

/** One finding for each import that a test of it gives a reason against. */
function eachImport(reasonAgainst: (file: string, specifier: string) => string | false | undefined): Rule {
  return (graph) =>
    [...graph].flatMap(([file, { all }]) =>
      all.flatMap((specifier) => {
        const reason = reasonAgainst(file, specifier);
        return reason ? [`${file} imports ${specifier}: ${reason}`] : [];
      }),
    );
}

const libsImportCoreOnly = eachImport(
  (file, specifier) =>
    file.startsWith('libs/') &&
    /^@gateway\/(?!core$)/.test(specifier) &&
    'a lib imports @gateway/core and nothing else of ours',
);

const nobodyImportsApps = eachImport(
  (file, specifier) =>
    file.startsWith('libs/') && /(^|\/)apps\//.test(resolve(file, specifier) ?? specifier) && 'nothing imports an app',
);

const relativeImportsStayInside = eachImport((file, specifier) => {
  const target = isRelative(specifier) ? resolve(file, specifier) : undefined;
  return target !== undefined && roomOf(target) !== roomOf(file) && `it leaves ${roomOf(file)}`;
});

const coreImportsNothing = eachImport(
  (file, specifier) =>
    roomOf(file) === 'libs/core' &&
    !isTest(file) &&
    !isRelative(specifier) &&
    !specifier.startsWith('node:') &&
    'the core depends on nothing',
);

const wrappedPackagesStayWrapped = eachImport((file, specifier) => {
  const name = Object.keys(WRAPPED).find((wrapped) => specifier === wrapped || specifier.startsWith(`${wrapped}/`));
  const allowed = name === undefined ? undefined : WRAPPED[name];
  return allowed !== undefined && !file.startsWith(allowed) && `only ${allowed} may`;
});

/** The door's own test apart. */
const nobodyUsesItsOwnDoor = eachImport((file, specifier) => {
  const door = doorOf(roomOf(file));
  const used = resolve(file, specifier) === door && file !== door.replace('.ts', '.spec.ts');
  return file.startsWith('libs/') && used && 'inside a lib the exact file is imported';
});

const nothingIsMissing: Rule = (graph) =>
  eachImport((file, specifier) => {
    const target = resolve(file, specifier);
    return target !== undefined && !target.endsWith('.json') && !graph.has(target) && `there is no ${target}`;
  })(graph);

const everyLibHasOneDoor: Rule = (graph) => {
  const libs = new Set([...graph.keys()].filter((file) => file.startsWith('libs/')).map(roomOf));
  return [...libs].flatMap((lib) => {
    const doors = [...graph.keys()].filter((file) => file.startsWith(`${lib}/`) && posix.basename(file) === 'index.ts');
    return doors.join() === doorOf(lib) ? [] : [`${lib} has the doors [${doors.join(', ')}] instead of ${doorOf(lib)}`];
  });
};

/** Cycles count at run time only: erased types cannot keep a module from loading. */
const thereAreNoCycles: Rule = (graph) => {
  const findings: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) findings.push(`cycle: ${[...path.slice(start), file].join(' → ')}`);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const specifier of graph.get(file)?.atRunTime ?? []) {
      const target = resolve(file, specifier);
      if (target !== undefined) visit(target);
    }
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return findings;
};

/** Breaches of a door: what it exports without a name of its own, that is `export *` and a default. */
function doorFindings(door: string, text: string): string[] {
  const { statements } = ts.createSourceFile(door, text, ts.ScriptTarget.ESNext);
  return statements
    .filter(
      (statement) =>
        ts.isExportAssignment(statement) ||
        (ts.isExportDeclaration(statement) && !(statement.exportClause && ts.isNamedExports(statement.exportClause))) ||
        (ts.canHaveModifiers(statement) &&
          ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
    )
    .map((statement) => `${door}: ${text.slice(statement.pos, statement.end).trim()}`);
}

function importsOf(text: string): FileImports {
  const erased = ts.transpile(text, {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  });
  const specifiers = (code: string) => ts.preProcessFile(code).importedFiles.map(({ fileName }) => fileName);
  return { all: specifiers(text), atRunTime: specifiers(erased) };
}

const root = join(import.meta.dirname, '..');

function readSources(): ReadonlyMap<string, string> {
  const files = ['apps', 'libs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/')),
  );
  return new Map(files.map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}

const RULES = {
  libsImportCoreOnly,
  nobodyImportsApps,
  relativeImportsStayInside,
  coreImportsNothing,
  wrappedPackagesStayWrapped,
  nobodyUsesItsOwnDoor,
  nothingIsMissing,
  everyLibHasOneDoor,
  thereAreNoCycles,
};

describe('the import graph', () => {
  const sources = readSources();
  const graph = new Map([...sources].map(([file, text]) => [file, importsOf(text)]));

  it('is that of the whole house', () => {
    expect([...new Set([...graph.keys()].map(roomOf))].sort()).toEqual([
      'apps/gateway',
      'apps/simulator',
      'libs/adapters',
      'libs/config',
      'libs/core',
      'libs/poller',
      'libs/store',
      'libs/view',
    ]);
    expect(graph.get('libs/view/src/view.ts')?.all).toEqual(
      expect.arrayContaining(['@gateway/core', './job-index.js']),
    );
  });

  it.each(Object.entries(RULES))('keeps the rule: %s', (_name, rule) => {
    expect(rule(graph)).toEqual([]);
  });

  it('goes through doors that name all they let through', () => {
    const doors = [...sources].filter(([file]) => file === doorOf(roomOf(file)));
    expect(doors.flatMap(([file, text]) => doorFindings(file, text))).toEqual([]);
  });
});

describe('the rules', () => {
  /** A graph of files whose imports are all there at run time. */
  function graphOf(files: Readonly<Record<string, readonly string[]>>): ImportGraph {
    return new Map(Object.entries(files).map(([file, all]) => [file, { all, atRunTime: all }]));
  }

  it('find nothing in a graph that keeps them', () => {
    const graph = graphOf({
      'apps/gateway/src/main.ts': ['@gateway/core', '@gateway/view', './logger.js', '@nestjs/core'],
      'apps/gateway/src/logger.ts': ['pino'],
      'libs/core/src/index.ts': ['./job.js'],
      'libs/core/src/job.ts': ['node:util'],
      'libs/core/src/job.spec.ts': ['./job.js', 'fast-check'],
      'libs/view/src/index.ts': ['./view.js'],
      'libs/view/src/view.ts': ['@gateway/core', 'sorted-btree', 'lru-cache'],
    });
    for (const rule of Object.values(RULES)) expect(rule(graph)).toEqual([]);
  });

  it.each<[keyof typeof RULES, Readonly<Record<string, readonly string[]>>, string[]]>([
    [
      'libsImportCoreOnly',
      { 'libs/view/src/a.ts': ['@gateway/core', '@gateway/store', '@gateway/core/src/job.js'] },
      ['@gateway/store', '@gateway/core/src/job.js'],
    ],
    [
      'nobodyImportsApps',
      { 'libs/view/src/a.ts': ['../../../apps/gateway/src/b.js'] },
      ['../../../apps/gateway/src/b.js'],
    ],
    [
      'relativeImportsStayInside',
      {
        'libs/view/src/a.ts': ['../../core/src/job.js', '../testing/b.js', '..'],
        'apps/x/src/a.ts': ['../../y/src/b.js'],
      },
      ['../../core/src/job.js', '../../y/src/b.js'],
    ],
    ['coreImportsNothing', { 'libs/core/src/a.ts': ['rxjs', 'fs', 'node:fs', './b.js'] }, ['rxjs', 'fs']],
    [
      'wrappedPackagesStayWrapped',
      {
        'libs/store/src/a.ts': ['ioredis', 'axios/unsafe', 'pinot'],
        'libs/store/src/redis/b.ts': ['ioredis'],
        'apps/gateway/src/main.ts': ['pino'],
      },
      ['ioredis', 'axios/unsafe', 'pino'],
    ],
    [
      'nobodyUsesItsOwnDoor',
      {
        'libs/view/src/sub/a.ts': ['../index.js', '@gateway/view', '@gateway/core'],
        'libs/view/src/index.spec.ts': ['./index.js'],
      },
      ['../index.js', '@gateway/view'],
    ],
    [
      'nothingIsMissing',
      { 'libs/view/src/a.ts': ['./b.js', './a.js', '@gateway/store'] },
      ['./b.js', '@gateway/store'],
    ],
  ])('%s finds each breach, and only those', (name, files, breaches) => {
    const found = RULES[name](graphOf(files)).map((finding) => /imports (\S+): /.exec(finding)?.[1]);
    expect(found).toEqual(breaches);
  });

  it('find cycles through files, doors and oneself', () => {
    const graph = graphOf({
      'libs/view/src/a.ts': ['./b.js', './d.js'],
      'libs/view/src/b.ts': ['./c.js'],
      'libs/view/src/c.ts': ['./a.js', './d.js'],
      'libs/view/src/d.ts': ['./d.js', 'node:fs'],
      'libs/core/src/index.ts': ['./job.js'],
      'libs/core/src/job.ts': ['@gateway/core'],
    });
    expect(thereAreNoCycles(graph)).toEqual([
      'cycle: libs/view/src/a.ts → libs/view/src/b.ts → libs/view/src/c.ts → libs/view/src/a.ts',
      'cycle: libs/view/src/d.ts → libs/view/src/d.ts',
      'cycle: libs/core/src/index.ts → libs/core/src/job.ts → libs/core/src/index.ts',
    ]);
  });

  it('take no cycle from imports that vanish with the types', () => {
    const [a, b] = ["import { type B } from './b.js'; export type A = B;", "import { a } from './a.js'; a();"];
    expect(importsOf(a)).toEqual({ all: ['./b.js'], atRunTime: [] });
    const graph = new Map([
      ['libs/view/src/a.ts', importsOf(a)],
      ['libs/view/src/b.ts', importsOf(b)],
    ]);
    expect(thereAreNoCycles(graph)).toEqual([]);
  });

  it('see every form of import', () => {
    const forms = [
      "import 'a'",
      "import b from 'b'",
      "import * as c from 'c'",
      "export { d } from 'd'",
      "export * from 'e'",
      "import type { F } from 'f'",
      "const g = await import('g')",
      "type H = import('h').H",
    ];
    expect(importsOf(forms.join(';\n')).all).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']);
  });

  it('find a lib without a door, and one with two', () => {
    const graph = graphOf({ 'libs/a/src/a.ts': [], 'libs/b/src/index.ts': [], 'libs/b/src/sub/index.ts': [] });
    expect(everyLibHasOneDoor(graph)).toEqual([
      'libs/a has the doors [] instead of libs/a/src/index.ts',
      'libs/b has the doors [libs/b/src/index.ts, libs/b/src/sub/index.ts] instead of libs/b/src/index.ts',
    ]);
  });

  it('find exports of a door that have no name', () => {
    const good = "export { type A, b } from './a.js';\nimport c from './c.js';\nexport const d = c;\n";
    const bad = [
      "export * from './b.js';",
      "export * as e from './e.js';",
      'export default d;',
      'export default class F {}',
    ];
    expect(doorFindings('index.ts', good + bad.join('\n'))).toEqual(bad.map((statement) => `index.ts: ${statement}`));
  });
});
