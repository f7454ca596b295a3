// The documentation site: the pages of docs/ and some others, with a side bar and a search that works without any server.
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitepress';

import {
  breakableNames,
  checkReadme,
  decisions,
  excluded,
  pathOnSite,
  project,
  projectLinks,
  slugify,
} from './pages.mjs';

const links = projectLinks();
checkReadme();

export default defineConfig({
  title: 'Job gateway',
  description: 'One REST API over the asynchronous jobs of NetApp systems',
  lang: 'en',
  srcDir: '..',
  srcExclude: excluded,
  rewrites: pathOnSite,
  outDir: '../dist/site',
  head: [['link', { rel: 'icon', href: '/icon.svg', type: 'image/svg+xml' }]],
  metaChunk: true,
  // The pages are outside of this folder, so they do not find its packages by themselves.
  vite: { resolve: { alias: ['vue/server-renderer', 'vue'].map(packageAlias) } },
  markdown: { config: (md) => md.use(links.plugin).use(breakableNames), anchor: { slugify } },
  themeConfig: {
    search: { provider: 'local', options: { miniSearch: { searchOptions: { boostDocument } } } },
    outline: [2, 3],
    docFooter: { prev: false, next: false },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'API', link: '/api' },
      { text: 'Operate', link: '/operations' },
    ],
    sidebar: [
      group('Use', {
        'Start in five minutes': 'start',
        'Connect a fleet': 'connect',
        Backends: 'adapters',
        'Web page': 'page',
        'Command line': 'command-line',
        Alternatives: 'comparison',
        Questions: 'faq',
      }),
      group('API', {
        Reference: 'api',
        'Job states': 'states',
        Errors: 'errors',
        'ONTAP-compatible API': 'ontap-compat',
      }),
      group('Operate', {
        Deployment: 'deployment',
        Configuration: 'configuration',
        Security: 'security',
        Operations: 'operations',
        Metrics: 'metrics',
        Runbooks: 'runbooks',
        'Upgrades and backups': 'upgrades',
        Scaling: 'scaling',
      }),
      group('About', {
        Reliability: 'reliability',
        Performance: 'performance',
        Releases: 'releases',
        Changelog: 'changelog',
        Glossary: 'glossary',
      }),
      group('Contribute', {
        Architecture: 'architecture',
        'Work on the gateway': 'contributing',
        'Add a backend': 'adapter-guide',
        Simulator: 'simulator',
      }),
      {
        text: 'Decisions',
        collapsed: true,
        items: decisions.map(({ title, path }) => ({ text: title, link: `/${path}` })),
      },
    ],
  },
  async buildEnd({ outDir }) {
    await checkSearch(join(outDir, 'assets/chunks'));
    await cp(join(project, 'apps/dashboard/public/icon.svg'), join(outDir, 'icon.svg'));
    for (const path of links.paths) {
      const target = join(outDir, 'files', path);
      await mkdir(dirname(target), { recursive: true });
      await cp(join(project, path), target);
    }
  },
});

/** Lists the pages for users before those for contributors. It runs in the browser, so it uses nothing outside of itself. */
function boostDocument(page) {
  return /\/(adr\/|architecture|changelog|contributing|adapter-guide|simulator|glossary|reliability)/.test(page)
    ? 0.3
    : 1;
}

/** Throws if the search does not find the headings of the pages. */
async function checkSearch(folder) {
  const index = (await readdir(folder)).find((name) => name.startsWith('@localSearchIndex'));
  const text = index && (await readFile(join(folder, index), 'utf8'));
  if (!text?.includes('/api.html#gaps'))
    throw new Error('the index of the search does not have the headings of the pages');
}

function packageAlias(name) {
  const folder = new URL(`../node_modules/${name}`, import.meta.url);
  return { find: new RegExp(`^${name}$`), replacement: fileURLToPath(folder) };
}

/** A part of the side bar: the names of its pages, and their files. */
function group(text, pages) {
  return { text, items: Object.entries(pages).map(([name, page]) => ({ text: name, link: `/${page}` })) };
}
