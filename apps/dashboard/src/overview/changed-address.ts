/** The prefix of parameters that belong to the page and not to the API. */
export const PREFIX = 'ui.';

/** The address after a change of its state; its other parameters stay. */
export function changedAddress(path: string, search: string, values: Readonly<Record<string, string>>): string {
  const parameters = new URLSearchParams(search);
  for (const [name, value] of Object.entries(values)) {
    if (value === '') parameters.delete(PREFIX + name);
    else parameters.set(PREFIX + name, value);
  }
  const text = parameters.toString();
  return text === '' ? path : `${path}?${text}`;
}
