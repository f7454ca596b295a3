import { type BackendError } from '@gateway/core';

import { type BackendResponse } from '../../http/backend-response.js';
import { jsonResponse } from '../../testing/json-response.js';
import { errorForAction } from './ontap.errors.js';

/** A response with a status, and the number of times that its body was parsed. */
function counted(body: object, status: number): { readonly response: BackendResponse; parsed: number } {
  const json = jsonResponse(body);
  const made = {
    parsed: 0,
    response: { ...json, status, json: () => ((made.parsed += 1), json.json()) },
  };
  return made;
}

describe('the response to an action', () => {
  it.each([
    ['accepted', {}, 200, undefined],
    ['refused', { error: { code: '458771', message: 'no' } }, 409, 'refused'],
    ['of a proxy', {}, 502, 'outcome_unknown'],
  ])('that is %s is parsed once', (_what, body, status, code) => {
    const made = counted(body, status);
    const error: BackendError | undefined = errorForAction(made.response);
    expect([error?.code, made.parsed]).toEqual([code, 1]);
  });
});
