const ADVICE = 'raise the limit of open files (ulimit -n)';

/** The line for an error that says that no more files may be opened (EMFILE, ENFILE); `undefined` for any other. */
export function outOfFiles(error: unknown): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  const isOut = code === 'EMFILE' || code === 'ENFILE' || /\bE[MN]FILE\b|Too many open files/.test(message);
  return isOut ? `${ADVICE}: ${message}` : undefined;
}

/**
 * The text for a program whose modules cannot be loaded: one line for the causes that an operator can correct. When too many
 * files are open, Node can also report that a module does not exist.
 */
export function loadError(error: unknown): string {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (code === undefined) return stack ?? message;
  return outOfFiles(error) ?? `install the packages (npm ci) or ${ADVICE}: ${message.split('\n')[0]}`;
}

/** Modules that cannot be loaded. The message is that of `loadError`. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
}

/** Waits for modules that are loaded. Rejects with a `LoadError`. */
export async function loaded<T>(modules: Promise<T>): Promise<T> {
  return modules.catch((error: unknown) => {
    throw new LoadError(loadError(error), { cause: error });
  });
}
