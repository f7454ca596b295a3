/** Every configuration in the documentation is one that the gateway accepts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { generate } from 'selfsigned';
import { parse } from 'yaml';

import { loadConfig } from '../../libs/config/src/testing/config-folder.js';
import { type CodeBlock, codeBlocks } from './code-blocks.js';

/** What a page leaves out because it is about something else. */
const MINIMAL = { access: { tokens: [] }, store: { kind: 'embedded', path: './data' }, sources: [] };
const JWT = {
  issuer: 'https://login.example.net',
  audience: 'a',
  roles_claim: 'r',
  roles: [{ claim: 'c', role: 'admin' }],
};
/** First keys of files that are not the gateway's. */
const OTHERS = ['current', 'scrape_configs', 'rule_files', 'config', 'image', 'services'];
const SHA256 = 'a'.repeat(64);

type Mapping = Readonly<Record<string, unknown>>;

/** The configuration that a block shows a part of. */
function completed(text: string): Mapping {
  const shown = parse(text.replaceAll(/<64 hex digits>|'…'/g, SHA256)) as Mapping | unknown[];
  if (Array.isArray(shown)) return { ...MINIMAL, sources: shown };
  const access = shown['access'] as Mapping | undefined;
  if (access?.['session'] && access['jwt'])
    return { ...MINIMAL, ...shown, access: { ...access, jwt: { ...JWT, ...(access['jwt'] as Mapping) } } };
  return { ...MINIMAL, ...shown };
}

const blocks = codeBlocks().filter(({ language, text }) => {
  const first = language === 'yaml' && Object.keys(parse(text) as object)[0];
  return first !== false && first !== undefined && !OTHERS.includes(first);
});

describe('a configuration of the documentation', () => {
  let folder: string;
  let contents: Readonly<Record<string, string>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'documented-config-'));
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
    contents = { '.pem': cert, '.crt': cert, 'tls.key': key, 'session.key': 'x'.repeat(32) };
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Writes the files that a block names. */
  function provide({ text }: CodeBlock): void {
    for (const [path] of text.matchAll(/\.\/[\w./-]+\.\w+/g)) {
      const known = Object.keys(contents).find((end) => path.endsWith(end));
      writeFileSync(join(folder, basename(path)), known === undefined ? 'word\n' : (contents[known] as string));
    }
  }

  it.each(blocks.map((block) => [`${block.page}:${block.line}`, block] as const))('%s is accepted', (_, block) => {
    provide(block);
    const file = join(folder, 'gateway.yaml');
    writeFileSync(file, JSON.stringify(completed(block.text)));
    const names = [...block.text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => [name, 'word'] as const);
    expect(() => loadConfig(file, Object.fromEntries(names))).not.toThrow();
  });

  it('is found on the pages that explain the configuration', () => {
    expect(new Set(blocks.map(({ page }) => page))).toEqual(
      new Set(['README.md', 'docs/configuration.md', 'docs/connect.md']),
    );
  });
});
