import { PROBLEMS } from './problem.js';

/** Generates the HTML page with all problems from their table. */
export function errorsPage(): string {
  const sections = Object.entries(PROBLEMS).map(
    ([slug, { code, meaning, status, title }]) =>
      `<h2 id="${slug}">${slug}</h2><p><b>${status} ${title}</b> (ONTAP code ${code})</p><p>${withCode(meaning)}</p>`,
  );
  return (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Problems</title>' +
    `<body><h1>Problems</h1>${sections.join('\n')}</body></html>`
  );
}

function withCode(sentence: string): string {
  return sentence.replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}
