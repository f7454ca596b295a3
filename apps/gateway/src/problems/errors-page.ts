import { PROBLEMS } from './problem.js';

/** The page every problem's `type` links to, made from the table itself. */
export function errorsPage(): string {
  const sections = Object.entries(PROBLEMS).map(
    ([slug, { code, meaning, status, title }]) =>
      `<h2 id="${slug}">${slug}</h2><p><b>${status} ${title}</b> (ONTAP code ${code})</p><p>${marked(meaning)}</p>`,
  );
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>' +
    `<body><h1>Problems</h1>${sections.join('\n')}</body></html>`
  );
}

function marked(sentence: string): string {
  return sentence.replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
