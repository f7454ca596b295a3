// Runs TypeScript sources in a plain Node process: `node --import <this file> script.ts`. It serves processes that a test
// kills, and code that runs outside Jest. The compiler is the same as under Jest. Node runs the hooks below in a separate
// thread, which loads this file again.
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';

import { transform } from '@swc/core';

if (isMainThread) register(import.meta.url);

const LIBS = new URL('../../', import.meta.url).href;

/** Node's resolve hook: maps the imports of TypeScript sources to files. */
export async function resolve(specifier, context, next) {
  const [, lib, file = 'index'] = /^@gateway\/(\w+)(?:\/([\w-]+))?$/.exec(specifier) ?? [];
  if (lib) return next(`${LIBS}${lib}/src/${file}.ts`, context);
  const isSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  return next(isSource ? specifier.replace(/\.js$/, '.ts') : specifier, context);
}

/** Node's load hook: compiles TypeScript to JavaScript. */
export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  const { code } = await transform(await readFile(file, 'utf8'), {
    filename: file,
    swcrc: false,
    sourceMaps: 'inline',
    jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
