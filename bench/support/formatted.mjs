import { format, resolveConfig } from 'prettier';

/** The text as `npm run format` would write it to this file. */
export async function formatted(text, file) {
  return format(text, { ...(await resolveConfig(file)), filepath: file });
}
