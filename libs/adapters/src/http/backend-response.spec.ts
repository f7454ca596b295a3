import { Readable } from 'node:stream';

import { AxiosHeaders, type AxiosResponse } from 'axios';

import { readResponse } from './backend-response.js';

/** A response with status 409 whose body begins and then fails, after `before` has run. */
function failing(before: () => void): AxiosResponse<Readable> {
  const data = new Readable({
    read() {
      this.push('{');
      before();
      this.destroy(new Error('cut off'));
    },
  });
  const headers = new AxiosHeaders();
  return { status: 409, statusText: '', headers, config: { headers }, data };
}

describe('the body of an error', () => {
  const reading = { maxBodyBytes: 1_000, middle: 0, withoutSecrets: (text: string) => text };

  it('is left out if it fails', async () => {
    const { signal } = new AbortController();
    const { status, text } = await readResponse(
      failing(() => undefined),
      { ...reading, signal },
    );
    expect({ status, text }).toEqual({ status: 409, text: '' });
  });

  it('is awaited until the caller no longer waits for the response', async () => {
    const abort = new AbortController();
    const response = failing(() => abort.abort());
    await expect(readResponse(response, { ...reading, signal: abort.signal })).rejects.toThrow('cut off');
  });
});
