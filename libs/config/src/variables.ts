/** The environment, as a plain record. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${`, `${NAME}`, or a `${` that begins neither. */
export const VARIABLE = /\$\$\{|\$\{([A-Za-z_]\w*)\}|\$\{/g;

/** The names of the variables in a text, in order. */
export function variableNames(text: string): readonly string[] {
  return [...text.matchAll(VARIABLE)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** Replaces each `${NAME}` that is set by its value, and `$${` by `${`. Values are not searched for variables. */
export function fillVariables(text: string, environment: Environment): string {
  return text.replace(VARIABLE, (found, name: string | undefined) => {
    if (found === '$${') return '${';
    return (name === undefined ? undefined : environment[name]) ?? found;
  });
}
