import { BackendError, type BackendErrorCode } from '@gateway/core';

import { errorForResponse, type FailedResponse } from './response-errors.js';

function response(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): FailedResponse {
  return {
    status,
    header: (name) => headers[name],
    json: () => {
      if (typeof body === 'string') throw new BackendError('malformed', 'not JSON');
      return body;
    },
  };
}

function describeBody(body: unknown): { code?: string; message?: string } | undefined {
  return (body as { error?: { code?: string; message?: string } } | undefined)?.error;
}

describe('the error for a response without success', () => {
  it.each<[number, BackendErrorCode]>([
    [200, 'malformed'],
    [204, 'malformed'],
    [301, 'malformed'],
    [400, 'failed'],
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [404, 'failed'],
    [409, 'failed'],
    [429, 'throttled'],
    [500, 'failed'],
    [502, 'failed'],
    [503, 'throttled'],
    [599, 'failed'],
  ])('with status %i and an error envelope is %s, with the backend’s code and message', (status, code) => {
    const error = errorForResponse(
      response(status, { error: { code: '4', message: "entry doesn't exist" } }),
      describeBody,
    );
    expect(error).toMatchObject({ code, details: { status, backendCode: '4' } });
    expect(error.message).toMatch(/: entry doesn't exist$/);
  });

  it.each<[number, BackendErrorCode]>([
    [400, 'malformed'],
    [401, 'unauthorized'],
    [404, 'malformed'],
    [429, 'throttled'],
    [502, 'failed'],
    [504, 'failed'],
  ])('with status %i and HTML is %s and quotes nothing', (status, code) => {
    const error = errorForResponse(response(status, '<html>Bad gateway at 10.0.0.1</html>'), describeBody);
    expect(error).toMatchObject({ code, details: { status } });
    expect(error.message).not.toMatch(/html|gateway at|10\.0/i);
  });

  it('needs no reader for the error envelope', () => {
    expect(errorForResponse(response(500, {}))).toMatchObject({
      code: 'failed',
      message: 'the backend responded with status 500',
    });
  });
});

describe('Retry-After', () => {
  const date = 'Thu, 15 Jan 2026 12:00:00 GMT';

  it.each([
    ['0', undefined, 0],
    ['120', undefined, 120_000],
    [' 7 ', undefined, 7_000],
    ['Thu, 15 Jan 2026 12:00:30 GMT', date, 30_000],
    ['Thursday, 15-Jan-26 12:00:30 GMT', date, 30_000],
    ['Thu, 15 Jan 2026 11:00:00 GMT', date, 0],
  ])('%j with the date %j gives a delay', (value, now, delayMs) => {
    const headers = { 'retry-after': value, ...(now === undefined ? {} : { date: now }) };
    for (const status of [429, 503]) {
      expect(errorForResponse(response(status, {}, headers)).details).toEqual({ status, retryAfterMs: delayMs });
    }
  });

  it.each(['', '-1', '1.5', '1e3', '9999999999', 'soon', 'nonsense GMT', 'Thu, 15 Jan 2026 12:00:30 GMT'])(
    '%j without a date gives no delay',
    (value) => {
      expect(errorForResponse(response(429, {}, { 'retry-after': value })).details).toEqual({ status: 429 });
    },
  );

  it('is used with 429 and 503 only', () => {
    expect(errorForResponse(response(500, {}, { 'retry-after': '5' })).details).toEqual({ status: 500 });
  });
});
