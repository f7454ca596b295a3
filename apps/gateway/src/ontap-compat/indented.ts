/** Indentation of one level, as in ONTAP. */
export const LEVEL = '  ';

/** Indents a JSON text as ONTAP does; as a part of another text, if it begins at a level of that text. */
export function indented(text: string, level = 0): string {
  return JSON.stringify(JSON.parse(text), undefined, LEVEL).replaceAll('\n', `\n${LEVEL.repeat(level)}`);
}
