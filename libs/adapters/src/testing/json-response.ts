import { type BackendResponse } from '../http/backend-client.js';

/** A response with status 200 and a JSON body, for code that reads listings without HTTP. */
export function jsonResponse(body: object): BackendResponse {
  return {
    status: 200,
    text: JSON.stringify(body),
    hash: () => JSON.stringify(body),
    header: () => undefined,
    json: () => body,
  };
}
