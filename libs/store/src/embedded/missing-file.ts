/** Handles the rejection of a call on a file: `undefined` if the file does not exist. Throws any other error. */
export function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
