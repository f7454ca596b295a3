// The pages of the site: those of docs/, and some Markdown files from elsewhere in the project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('../..', import.meta.url));

/** Files outside of docs/ that are pages, and their names on the site. */
const ELSEWHERE = {
  'ARCHITECTURE.md': 'architecture.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'SECURITY.md': 'reporting.md',
  'apps/simulator/README.md': 'simulator.md',
  'libs/adapters/README.md': 'adapter-guide.md',
};

/** Globs of the Markdown files that are no pages. */
export const excluded = [
  'README.md',
  '{bench,config,deploy,node_modules,scripts,site,test,dist}/**',
  'apps/!(simulator)/**',
  'libs/!(adapters)/**',
  '{apps,libs}/*/*/*/**',
];

/** The folder of the decision records, which leads to the first of them. */
const DECISIONS = 'docs/adr';
/** The decision records, by their number: title and path on the site. */
export const decisions = readdirSync(join(project, DECISIONS))
  .sort()
  .map((name) => {
    const [, title] = /^# (.*)/.exec(readFileSync(join(project, DECISIONS, name), 'utf8'));
    return { title, path: pathOnSite(`${DECISIONS}/${name}`) };
  });

/** The path of a page on the site. */
export function pathOnSite(file) {
  return ELSEWHERE[file] ?? file.replace(/^docs\//, '');
}

/**
 * A plug-in of markdown-it for relative links. They lead to the page of the file that they name; for a file without a page, to a copy
 * below /files/. `paths` are these files, relative to the project, once all pages are rendered.
 */
export function projectLinks() {
  const paths = new Set();
  const plugin = (md) =>
    md.core.ruler.push('project-links', ({ env, tokens }) => {
      const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
      for (const link of links) {
        const [href, anchor] = (link.attrGet('href') ?? '').split('#');
        if (href === '' || /^[a-z]+:|^\//.test(href)) continue;
        const file = relative(project, join(dirname(env.realPath ?? env.path), decodeURI(href)));
        if (!existsSync(join(project, file))) throw new Error(`${env.realPath ?? env.path}: no file ${href}`);
        const page = pageOf(file);
        if (page !== undefined) {
          link.attrSet('href', `/${page.replace(/\.md$/, '')}${anchor === undefined ? '' : `#${anchor}`}`);
          continue;
        }
        paths.add(file);
        link.attrSet('href', `/files/${file}`);
        link.attrSet('target', '_blank');
      }
    });
  return { paths, plugin };
}

/** The page that shows a file of the project; undefined if none does. */
function pageOf(file) {
  if (file === DECISIONS) return decisions[0].path;
  return file.endsWith('.md') && (file.startsWith('docs/') || Object.hasOwn(ELSEWHERE, file))
    ? pathOnSite(file)
    : undefined;
}

/** A plug-in of markdown-it: long names in tables, such as `server.trusted_proxies`, can be broken at a dot or an underscore. */
export function breakableNames(md) {
  const escape = md.utils.escapeHtml;
  md.renderer.rules.code_inline = (tokens, index) =>
    `<code v-pre>${escape(tokens[index].content).replaceAll(/(?<=[a-z_])([._/=])(?=\w)/g, '$1<wbr>')}</code>`;
}
