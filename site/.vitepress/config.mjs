// The documentation site: the pages of docs/ with a side bar and a search that works without any server.
import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitepress';

import { filesOutside } from './files-outside.mjs';

const project = fileURLToPath(new URL('../..', import.meta.url));
const linked = filesOutside();

export default defineConfig({
  title: 'Job gateway',
  description: 'One REST API over the asynchronous jobs of NetApp systems',
  lang: 'en',
  srcDir: '../docs',
  outDir: '../dist/site',
  metaChunk: true,
  // The pages are outside of this folder, so they do not find its packages by themselves.
  vite: { resolve: { alias: ['vue/server-renderer', 'vue'].map(packageAlias) } },
  markdown: { config: linked.plugin, anchor: { slugify } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    docFooter: { prev: false, next: false },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'API', link: '/api' },
      { text: 'Operate', link: '/operations' },
    ],
    sidebar: [
      group('Use it', {
        'Start in five minutes': 'start',
        'Connect a fleet': 'connect',
        'The web page': 'page',
        'Command line': 'command-line',
        'What people use today': 'comparison',
        Questions: 'faq',
      }),
      group('Programs', {
        API: 'api',
        States: 'states',
        Errors: 'errors',
        'ONTAP-compatible API': 'ontap-compat',
        Backends: 'adapters',
      }),
      group('Operate', {
        Deployment: 'deployment',
        Configuration: 'configuration',
        Operations: 'operations',
        'Upgrades and backups': 'upgrades',
        Metrics: 'metrics',
        Runbooks: 'runbooks',
        Scaling: 'scaling',
        Security: 'security',
      }),
      group('Behind it', {
        Reliability: 'reliability',
        Performance: 'performance',
        Releases: 'releases',
        Glossary: 'glossary',
      }),
    ],
  },
  async buildEnd({ outDir }) {
    for (const path of linked.paths) {
      const target = join(outDir, 'files', path);
      await mkdir(dirname(target), { recursive: true });
      await cp(join(project, path), target);
    }
  },
});

/** The anchor of a heading, as GitHub makes it, so that links work there and here. */
function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
}

function packageAlias(name) {
  const folder = new URL(`../node_modules/${name}`, import.meta.url);
  return { find: new RegExp(`^${name}$`), replacement: fileURLToPath(folder) };
}

/** A part of the side bar: the names of its pages, and their files. */
function group(text, pages) {
  return { text, items: Object.entries(pages).map(([name, page]) => ({ text: name, link: `/${page}` })) };
}
