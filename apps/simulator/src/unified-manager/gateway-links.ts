/** The links in the answer of a managed cluster. */
import { type Answer } from '../call.js';

/**
 * Replaces `/api` at the start of every `href` and of the links in the headers `Link` and `Location` with the base
 * path of the gateway to the cluster. Links with that base path, and links to another host, stay.
 */
export function gatewayLinks(answer: Answer, base: string): Answer {
  const moved = (path: string): string => (path.startsWith(`${base}/`) ? path : `${base}${path.slice('/api'.length)}`);
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, headerOf(name, value, moved)]);
  return {
    ...answer,
    headers: Object.fromEntries(headers) as Answer['headers'],
    // A quote inside a JSON text is escaped, so this finds members only.
    body: answer.body.replace(/("href":\s*")(\/api\/[^"]*)/g, (_all, before: string, path: string) => {
      return before + moved(path);
    }),
  };
}

function headerOf(name: string, value: string, moved: (path: string) => string): string {
  if (name === 'Link') return value.replace(/<(\/api\/[^>]*)>/g, (_all, path: string) => `<${moved(path)}>`);
  return name === 'Location' && value.startsWith('/api/') ? moved(value) : value;
}
