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
 * below /files/. `paths` are these files, relative to the project, once all pages are rendered. Throws for a link to a file or a
 * heading that does not exist; linkinator checks only the headings of pages that it reads after the link.
 */
export function projectLinks() {
  const paths = new Set();
  const plugin = (md) =>
    md.core.ruler.push('project-links', ({ env, tokens }) => {
      const links = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'link_open');
      for (const link of links) {
        // The link of a heading to itself.
        if (link.attrGet('class') === 'header-anchor') continue;
        const target = targetOf(link.attrGet('href') ?? '', env.realPath ?? env.path);
        if (target === undefined) continue;
        const page = pageOf(target.file);
        if (page !== undefined) {
          link.attrSet('href', `/${page.replace(/\.md$/, '')}${target.hash}`);
          continue;
        }
        paths.add(target.file);
        link.attrSet('href', `/files/${target.file}`);
        link.attrSet('target', '_blank');
      }
    });
  return { paths, plugin };
}

/** Throws for a link of README.md, which is no page, to a file or a heading that does not exist. */
export function checkReadme() {
  const readme = join(project, 'README.md');
  for (const [, href] of readFileSync(readme, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) targetOf(href, readme);
}

/** What a link of a file names: a path relative to the project, and the anchor of a heading; undefined for other sites. */
function targetOf(href, from) {
  if (/^[a-z]+:|^\//.test(href)) return undefined;
  const [path, anchor] = decodeURI(href).split('#');
  const target = path === '' ? from : join(dirname(from), path);
  const exists = existsSync(target) && (anchor === undefined || anchorsOf(target).has(anchor));
  if (!exists) throw new Error(`${relative(project, from)}: ${href} does not exist`);
  return { file: relative(project, target), hash: anchor === undefined ? '' : `#${anchor}` };
}

/** The anchors of the headings of a Markdown file. */
function anchorsOf(file) {
  const headings = readFileSync(file, 'utf8').matchAll(/^#{1,6} (.*)$/gm);
  return new Set(Array.from(headings, ([, heading]) => slugify(heading)));
}

/** The anchor of a heading, as GitHub makes it, so that links work there and here. */
export function slugify(heading) {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(/\s/g, '-');
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
