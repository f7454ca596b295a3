/** A place of a YAML text that cannot be used. Quotes nothing of the text. */
export class YamlFault extends Error {
  override readonly name = 'YamlFault';

  /** `offset` is a position in the text, and `detail` says what is there. */
  constructor(
    readonly problem: 'not valid YAML' | 'too large',
    readonly detail: string,
    readonly offset: number,
  ) {
    super(`${problem} (${detail})`);
  }
}
