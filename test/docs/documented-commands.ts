/** The commands in the code blocks of the documentation. */
import { type CodeBlock } from './code-blocks.js';

/** A command as the documentation shows it. */
export interface DocumentedCommand {
  readonly text: string;
  /** What the page shows as its output; empty for a block of commands only. */
  readonly output: string;
}

const PROGRAMS =
  /^(?:curl|npm|jobs|jgw|\w+=|export|cp|eval|docker|helm|kubectl|systemctl|sudo|security|promtool|node) ?/;

/**
 * The commands of a block: with a prompt (`$ `), each with the lines after it as output; without one, the whole block is one script
 * if its first line names a program. A diagram or an output alone has none.
 */
export function commandsOf({ text }: CodeBlock): readonly DocumentedCommand[] {
  if (/^\$ /m.test(text)) return prompts(text);
  return PROGRAMS.test(text) ? [{ text: text.trim(), output: '' }] : [];
}

function prompts(text: string): readonly DocumentedCommand[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const lines = part.split('\n');
      const last = lines.findIndex((line) => !line.endsWith('\\'));
      return { text: lines.slice(0, last + 1).join('\n'), output: lines.slice(last + 1).join('\n') };
    });
}

/** The HTTP statuses that a command may get: the one that its page shows, else any of success. */
export function expectedStatus({ output }: DocumentedCommand): RegExp {
  const shown = /"status":([45]\d\d),\s*"detail"/.exec(output)?.[1] ?? /^HTTP\/1\.1 (\d+)/m.exec(output)?.[1];
  return shown === undefined ? /^2\d\d$/ : new RegExp(`^${shown}$`);
}
