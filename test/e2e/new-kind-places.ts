/** The places that a kind of backend must be added to, and how to recognise that it was. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KINDS, type SimulatedKind } from '../../apps/simulator/src/kinds.js';

/** The document with the checklist: numbered items, each with the path of one place and what to add there. */
const CHECKLIST = 'libs/adapters/README.md';

/** One item of the checklist; `<kind>` stands for the name of the kind. */
export interface ChecklistItem {
  readonly place: string;
  readonly add: string;
}

/** True if the kind is present in an existing file or folder. */
type Check = (path: string, kind: string) => boolean;

const FIXTURE_FILES = ['exchanges.json', 'call.json', 'expected.json'];

/** The check of each item of the checklist. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'libs/core/src/source-kinds.ts': textHas(listedAndDescribed),

  'libs/adapters/src/kinds/<kind>/<kind>.wire.ts': exists,
  'libs/adapters/src/kinds/<kind>/<kind>.normalize.ts': textHas(() => /export function normalizeJob\b/),
  'libs/adapters/src/kinds/<kind>/<kind>.adapter.ts': textHas(() => /implements Adapter\b/),
  'libs/adapters/src/kinds/<kind>/<kind>.module.ts': textHas(() => /@Module\(/),
  'libs/adapters/src/adapters.module.ts': textHas(moduleFile),
  'libs/adapters/src/adapter-registry.ts': textHas(named),
  'libs/adapters/src/index.ts': textHas(moduleFile),
  'libs/adapters/src/kinds/<kind>/README.md': exists,
  'libs/adapters/src/kinds/<kind>/<kind>.adapter.spec.ts': textHas(() => /^describeAdapterContract\(/m),
  'libs/adapters/src/kinds/<kind>/<kind>.normalize.spec.ts': exists,
  'libs/adapters/src/kinds/<kind>/fixtures/': hasFixtureCases,

  'apps/simulator/src/<kind>/': hasDialect,
  'apps/simulator/src/kinds.ts': textHas(named),
  'apps/simulator/README.md': textHas((kind) => new RegExp(`^\\| ${kind} `, 'm')),
  'apps/simulator/src/simulator.spec.ts': textHas(named),
  'apps/simulator/src/faults.spec.ts': textHas(named),
  'apps/simulator/src/command-line.spec.ts': textHas(named),
  'apps/simulator/src/control.spec.ts': textHas(firstBackend),

  'test/model/expected-state.ts': textHas(named),
  'test/model/check-records.ts': textHas(named),
  'test/model/model-gateway.ts': textHas((kind) => new RegExp(`new ${kind.replaceAll('-', '')}AdapterFactory\\(`, 'i')),
  'test/model/run-seed.ts': textHas(named),
  'test/model/polling.property.spec.ts': textHas(named),
  'test/model/run.mjs': textHas(named),

  'test/e2e/clocks.spec.ts': textHas(simulatedWithWords),
  'test/e2e/actions.spec.ts': textHas(simulated),
  'test/e2e/end-to-end.spec.ts': textHas(simulated),
  'test/e2e/failures.spec.ts': textHas(simulated),
  'test/e2e/openapi.spec.ts': textHas(simulated),
  'test/e2e/process.spec.ts': textHas(simulated),
  'test/replicas/replicas.ts': textHas(simulated),
  'test/durability/kill-rounds.ts': textHas(simulated),
  'bench/isolation.mjs': textHas(simulatorOption),

  'config/gateway.example.yaml': textHas((kind) => new RegExp(`^ +kind: ${kind}\\b`, 'm')),
  'config/gateway.yaml': textHas(word),
  'libs/config/src/shipped-config.spec.ts': textHas(named),

  'apps/gateway/src/jobs/job.schema.ts': textHas(title),
  'apps/gateway/src/openapi/serve-docs.ts': textHas(title),
  'libs/api/src/schema.d.ts': textHas((kind) => new RegExp(`kind: [^;]*"${kind}"`)),

  'README.md': textHas(title),
  'docs/connect.md': textHas((kind) => new RegExp(`^\\*\\*${title(kind).source}`, 'im')),
  'docs/adapters.md': textHas((kind) => new RegExp(`^\\| \`kind\` .*\`${kind}\``, 'm')),
  'docs/states.md': textHas((kind) => new RegExp(`^\\| \`state\` .*${title(kind).source}`, 'im')),
  'docs/api.md': textHas(title),
  'docs/errors.md': textHas(title),
  'docs/configuration.md': textHas(word),
  'docs/glossary.md': textHas(word),
  'package.json': textHas((kind) => new RegExp(`"description": ".*${title(kind).source}`, 'i')),
};

/** Every place in the folder `root` where the kind is missing, and what to add there. Reads files only. */
export function missingPlaces(kind: string, root: string): string[] {
  return readChecklist(root).flatMap(({ place, add }) => {
    const path = place.replaceAll('<kind>', kind);
    const isPresent = existsSync(join(root, path)) && CHECKS[place]?.(join(root, path), kind);
    return isPresent ? [] : [`${path}: add ${add.replaceAll('<kind>', kind)}`];
  });
}

/** The numbered items of the checklist, in order: "1. `<place>`: <what to add>". */
export function readChecklist(root: string): ChecklistItem[] {
  const [, section = ''] = readFileSync(join(root, CHECKLIST), 'utf8').split('\n## Checklist for a new kind\n');
  const [checklist = ''] = section.split('\n## ');
  const items = checklist.matchAll(/^\d+\. `([^`]+)`: (.+(?:\n {2,}.+)*)/gm);
  return [...items].map(([, place = '', add = '']) => ({ place, add: add.replace(/\n\s+/g, ' ') }));
}

function exists(): boolean {
  return true;
}

function textHas(patternFor: (kind: string) => RegExp): Check {
  return (path, kind) => patternFor(kind).test(readFileSync(path, 'utf8'));
}

/** The kind as a string or as a key. */
function named(kind: string): RegExp {
  return new RegExp(`(['"\`])${kind}\\1|[{,\\s]${kind}[:,] `);
}

/** An item of `SOURCE_KINDS`, and later an entry with the facts of the kind. */
function listedAndDescribed(kind: string): RegExp {
  return new RegExp(`SOURCE_KINDS = \\[[^\\]]*'${kind}'[^]*^ *'?${kind}'?: \\{`, 'm');
}

/** An import or export of the kind's module file. */
function moduleFile(kind: string): RegExp {
  return new RegExp(`kinds/${kind}/${kind}\\.module\\.js'`);
}

/** A number of simulated backends of the kind. */
function simulated(kind: string): RegExp {
  return new RegExp(`backends: \\{[^}]*\\b${kind}'?: \\d`);
}

/** The same, and later the clock offset of the first backend and the words of the kind. */
function simulatedWithWords(kind: string): RegExp {
  const offset = `${firstName(kind)}: -?SIX_HOURS_S`;
  return new RegExp(`${simulated(kind).source}[^]*${offset}[^]*^ *'?${kind}'?: \\['`, 'm');
}

/** The name of the first simulated backend of the kind, as a string. */
function firstBackend(kind: string): RegExp {
  return new RegExp(`'${firstName(kind)}'`);
}

/** The simulator's command-line option for the kind, as a string. */
function simulatorOption(kind: string): RegExp {
  return new RegExp(`'--${simulatedKind(kind)?.option ?? kind}'`);
}

function firstName(kind: string): string {
  return simulatedKind(kind)?.nameOf(0) ?? kind;
}

/** The simulator's entry for the kind, which a new kind does not have yet. */
function simulatedKind(kind: string): SimulatedKind | undefined {
  return (KINDS as Readonly<Record<string, SimulatedKind>>)[kind];
}

/** The kind as a word. */
function word(kind: string): RegExp {
  return new RegExp(`(?<![\\w-])${kind}(?![\\w-])`);
}

/** The kind as a name in a text: `service-engine` is "Service Engine". */
function title(kind: string): RegExp {
  return new RegExp(kind.replaceAll('-', '[ -]'), 'i');
}

function hasFixtureCases(folder: string): boolean {
  const cases = readdirSync(folder);
  return cases.length > 0 && cases.every((name) => FIXTURE_FILES.every((file) => existsSync(join(folder, name, file))));
}

function hasDialect(folder: string): boolean {
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const isDialect = (name: string) => /implements Dialect\b/.test(readFileSync(join(folder, name), 'utf8'));
  return files.some(isDialect) && files.some((name) => name.endsWith('.spec.ts'));
}
