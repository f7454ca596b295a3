import { explainProblem } from './explain-problem.js';
import { type Problem } from './types.js';

function problem(slug: string, status: number, detail: string, more: object = {}): Problem {
  const error = { code: '1', message: detail };
  return { type: `/docs/errors#${slug}`, title: '', status, detail, request_id: 'r-1', error, ...more } as Problem;
}

const FACTS = { context: 'prod', query: {} };
const BAD_STATE = 'state, at position 8 ("done"): expected one of queued, running';

it('underlines the wrong part of a filter', () => {
  const error = { code: '262197', message: BAD_STATE, target: 'state' };
  const query = { state: 'running|done' };
  expect(explainProblem(problem('invalid-parameter', 400, BAD_STATE, { error }), { ...FACTS, query })).toEqual({
    message: BAD_STATE,
    lines: ['  state=running|done', '                ^~~~'],
  });
});

it('prefers the position that the gateway sends as a number', () => {
  const error = { code: '262197', message: 'wrong', target: 'code', position: 2 };
  const query = { code: '1|x' };
  expect(explainProblem(problem('invalid-parameter', 400, 'wrong', { error }), { ...FACTS, query }).lines).toEqual([
    ...['  code=1|x', '         ^'],
  ]);
});

it.each<[string, number, object, string[]]>([
  ['unauthorized', 401, {}, ['  sign in with: jobs login -c prod']],
  ['forbidden', 403, {}, ['  your roles and sources: jobs whoami']],
  ['ambiguous-id', 409, { candidates: ['east~1', 'west~1'] }, ['  east~1', '  west~1']],
  ['internal', 500, {}, ['  report it with the request id r-1']],
  ['job-ended', 409, {}, []],
])('%s: what to do', (slug, status, more, lines) => {
  expect(explainProblem(problem(slug, status, 'No.', more), FACTS).lines).toEqual(lines);
});

it('names the time after which a request can be repeated', () => {
  const facts = { ...FACTS, retryAfterSeconds: 7 };
  expect(explainProblem(problem('too-many-requests', 429, 'No.'), facts).lines).toEqual(['  try again in 7 s']);
});

it('names the fields that are similar to an unknown one', () => {
  const detail = '"stat" is not a parameter; expected any of id, state, start_time, source.name';
  const error = { code: '262179', message: detail, target: 'stat' };
  const unknown = problem('unknown-parameter', 400, detail, { error });
  expect(explainProblem(unknown, { ...FACTS, query: { stat: 'running' } })).toEqual({
    message: 'stat is not a field',
    lines: ['  stat=running', '  did you mean state, start_time?'],
  });
  const other = problem('unknown-parameter', 400, detail, { error: { ...error, target: 'xyz' } });
  expect(explainProblem(other, FACTS).lines[1]).toBe('  the fields are id, state, start_time, source.name');
});
