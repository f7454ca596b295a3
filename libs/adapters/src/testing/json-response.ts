import { type BackendResponse } from '../http/backend-response.js';
import { parseJson, parsePage } from '../json/parse-json.js';

/** A response with status 200 and a JSON body, for code that reads listings without HTTP. */
export function jsonResponse(body: object): BackendResponse {
  const text = JSON.stringify(body);
  const bytes = Buffer.from(text);
  return {
    status: 200,
    size: bytes.length,
    text,
    hash: async () => text,
    header: () => undefined,
    json: () => parseJson(bytes, 200),
    page: (form) => parsePage(bytes, 200, form),
  };
}
