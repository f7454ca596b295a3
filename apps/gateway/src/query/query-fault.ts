/** A fault in the value of a query parameter: where in it (0 is its first character), and what was expected there. */
export class QueryFault extends Error {
  override readonly name = 'QueryFault';
  constructor(
    readonly position: number,
    readonly expected: string,
  ) {
    super(`at position ${position}: expected ${expected}`);
  }
}
