/** The environment, as a plain record. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${`, `${NAME}`, or a `${` that begins neither. */
export const VARIABLE = /\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g;

/** The names of the variables in a text, in order. */
export function variableNames(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** The most characters that the variables of a file may stand for in total. */
export const MAX_FILLED_LENGTH = 4_000_000;

/** The number of characters of the values that `fillVariables` would insert. */
export function filledLength(text: string, environment: Environment): number {
  return variableNames(text).reduce((length, name) => length + (environment[name]?.length ?? 0), 0);
}

/** Replaces each `${NAME}` that is set by its value, and `$${` by `${`. Values are not searched for variables. */
export function fillVariables(text: string, environment: Environment): string {
  return text.replace(VARIABLE, (found, name: string | undefined) => {
    if (found === '$${') return '${';
    return (name === undefined ? undefined : environment[name]) ?? found;
  });
}
