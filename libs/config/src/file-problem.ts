/** Why a file cannot be used: the message continues a sentence that begins with the file. It quotes nothing of the file. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';

  /** `exists`: there is a file of that name, so the name is not a misplaced secret. */
  constructor(
    message: string,
    readonly exists: boolean,
  ) {
    super(message);
  }
}
