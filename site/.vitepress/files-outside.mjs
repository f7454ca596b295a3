import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));
const docs = join(project, 'docs');

/**
 * A plug-in of markdown-it for links from docs/ to other files of the project, which are no pages of the site: they lead to a copy
 * below /files/. `paths` are these files, relative to the project, once all pages are rendered.
 */
export function filesOutside() {
  const paths = new Set();
  const plugin = (md) =>
    md.core.ruler.push('files-outside', ({ env, tokens }) => {
      const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
      for (const link of links) {
        const path = outside(link.attrGet('href') ?? '', env.path);
        if (path === undefined) continue;
        paths.add(path);
        link.attrSet('href', `/files/${path}`);
        link.attrSet('target', '_blank');
      }
    });
  return { paths, plugin };
}

/** The file that a link of a page names, relative to the project; undefined for pages of docs/ and for other sites. */
function outside(href, page) {
  if (!href.startsWith('.')) return undefined;
  const target = join(dirname(page), decodeURI(href.split('#')[0]));
  return relative(docs, target).startsWith('..') ? relative(project, target) : undefined;
}
