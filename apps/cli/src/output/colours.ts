import { styleText } from 'node:util';

import { type Environment } from '../environment.js';

type Format = Exclude<Parameters<typeof styleText>[0], readonly unknown[]>;

/** A style of the 16-colour palette. */
export type Style = Format | readonly Format[];

/** Puts a style around a text, or returns the text as it is where there are no colours. */
export type Paint = (text: string, style: Style | undefined) => string;

/** Whether a stream gets colours: by `--no-color`, then `FORCE_COLOR`, then `NO_COLOR` and `TERM`, then if it is a terminal. */
export function hasColours(
  isTerminal: boolean,
  noColourOption: boolean,
  { canRedraw, forceColor, noColor }: Pick<Environment, 'noColor' | 'forceColor' | 'canRedraw'>,
): boolean {
  if (noColourOption) return false;
  return forceColor ?? (isTerminal && !noColor && canRedraw);
}

/** The painter of a stream. */
export function painter(colours: boolean): Paint {
  return (text, style) => {
    if (!colours || style === undefined || text === '') return text;
    return styleText(typeof style === 'string' ? style : [...style], text, { validateStream: false });
  };
}
