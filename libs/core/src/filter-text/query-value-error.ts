/** Thrown for an invalid value of a query parameter: the position of the error (0 is the first character), and what was expected there. */
export class QueryValueError extends Error {
  override readonly name = 'QueryValueError';
  constructor(
    readonly position: number,
    readonly expected: string,
  ) {
    super(`at position ${position}: expected ${expected}`);
  }
}
