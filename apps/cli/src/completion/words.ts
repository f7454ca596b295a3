/** Words of a command line, as a shell splits them, and what the shell replaces with a candidate. */

/** A command line up to the cursor. */
export interface Line {
  /** The whole words after the program's name. */
  readonly words: readonly string[];
  /** The word at the cursor, without its quotes. */
  readonly current: string;
  /** The quote in which the cursor is. */
  readonly quote: string;
}

/** Characters at which bash begins a new word for completion, outside of quotes. */
const BASH_BREAKS = /^.*[=:<>|&;(]/s;

/** Splits a command line. Quotes and backslashes count as in a shell. */
export function splitLine(text: string): Line {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] as string;
    const next = text[at + 1] ?? '';
    if (char === '\\' && isEscaped(next, quote)) {
      word = (word ?? '') + next;
      at += 1;
    } else if (char === quote || (quote === '' && (char === '"' || char === "'"))) {
      quote = quote === '' ? char : '';
      word ??= '';
    } else if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + char;
    }
  }
  return { words: words.slice(1), current: word ?? '', quote };
}

/** True if a backslash before the character means the character itself. */
function isEscaped(next: string, quote: string): boolean {
  return quote === '' || (quote === '"' && /["\\$`]/.test(next));
}

/** A candidate as the shell wants it. Bash replaces only what follows the last break, and quotes nothing by itself. */
export function forShell(shell: string, candidate: string, { current, quote }: Line): string {
  if (shell !== 'bash' || quote !== '') return candidate;
  const kept = BASH_BREAKS.exec(current)?.[0].length ?? 0;
  return candidate.slice(kept).replace(/[ |<>!*&;()$`\\"']/g, String.raw`\$&`);
}
