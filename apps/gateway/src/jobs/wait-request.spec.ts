import { Problem } from '../problems/problem.js';
import { parseWaitRequest } from './wait-request.js';

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('expected a problem');
}

describe('parseWaitRequest with the parameter', () => {
  it.each([
    ['0', 0],
    ['5', 5],
    ['120', 120],
    ['007', 7],
  ])('accepts %s', (value, seconds) => {
    expect(parseWaitRequest(value, undefined)).toEqual({ seconds });
  });

  it.each(['121', '-1', '1.5', '1e1', 'long', '5s', ' 5', '99999999999'])('rejects %j', (value) => {
    const problem = thrownBy(() => parseWaitRequest(value, 'wait=5'));
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({
      slug: 'invalid-parameter',
      detail: expect.stringContaining('expected whole seconds from 0 to 120'),
      extras: { target: 'wait' },
    });
  });

  it('ignores the header', () => {
    expect(parseWaitRequest('5', 'wait=100')).toEqual({ seconds: 5 });
  });
});

describe('parseWaitRequest with Prefer', () => {
  it.each([`a=${' '.repeat(15_000)}x y`, `${'a, '.repeat(300)}wait=5`])(
    'ignores a header that is too long',
    (header) => {
      expect(parseWaitRequest(undefined, header)).toBeUndefined();
    },
  );

  it.each([
    ['wait=30', 30],
    ['Wait=30', 30],
    ['respond-async, wait=100', 100],
    ['wait = "15"', 15],
    ['return=minimal; x="a,wait=1;\\"", wait=7', 7],
    ['wait=3;anything', 3],
    ['wait=3, wait=9', 3],
    ['handling=lenient,,wait=4', 4],
    ['wait=0', 0],
  ])('reads %s as %d seconds', (header, seconds) => {
    expect(parseWaitRequest(undefined, header)).toEqual({ seconds, applied: `wait=${seconds}` });
  });

  it('reduces a longer wait to the longest one', () => {
    expect(parseWaitRequest(undefined, 'wait=3600')).toEqual({ seconds: 120, applied: 'wait=120' });
  });

  it.each([
    undefined,
    '',
    'respond-async',
    'wait',
    'wait=',
    'wait=-1',
    'wait=1.5',
    'wait=soon',
    'wait="5',
    'x="wait=5',
  ])('ignores %j', (header) => {
    expect(parseWaitRequest(undefined, header)).toBeUndefined();
  });

  it('reads unusual headers in linear time', () => {
    for (const odd of ['"', ',', ';', '\\', '"\\', 'wait=', 'a;"', ' ', '\t=']) {
      expect(parseWaitRequest(undefined, odd.repeat(8_000))).toBeUndefined();
    }
  });
});
