import { type Filters, type Problem } from './types.js';

/** What a request was about, for the explanation of its error. */
export interface RequestFacts {
  readonly context: string | undefined;
  /** The parameters of the query. */
  readonly query: Filters;
  readonly retryAfterSeconds?: number | undefined;
}

/** An error response as a sentence, and lines that show where it is wrong or what to do. */
export interface Explanation {
  readonly message: string;
  readonly lines: readonly string[];
}

/** Most ids that are listed for an ambiguous one. */
const MAX_CANDIDATES = 20;
/** Parameters of lists that are no fields. */
const NOT_FIELDS = [
  'query',
  'fields',
  'order_by',
  'max_records',
  'return_records',
  'start',
  'after',
  'wait',
  'group_by',
];
/** Fields are similar if they begin with the same characters. */
const SIMILAR_BEGIN = 3;

/** Explains an error response. */
export function explainProblem(problem: Problem, facts: RequestFacts): Explanation {
  const { detail, error, type } = problem;
  if (type.endsWith('#unknown-parameter')) return unknownField(error.target ?? '', detail, facts.query);
  return { message: detail, lines: [...place(problem, facts.query), ...remedy(problem, facts)] };
}

/** The detail lists all fields, which are many: those with a similar name come first if there are some. */
function unknownField(name: string, detail: string, query: Filters): Explanation {
  const offered = detail.split('expected any of ')[1]?.split(', ') ?? [];
  const fields = offered.filter((field) => !NOT_FIELDS.includes(field));
  const begin = name.slice(0, SIMILAR_BEGIN);
  const similar = fields.filter((field) => field.split('.').some((part) => part.startsWith(begin)));
  const hint = similar.length > 0 ? `did you mean ${similar.join(', ')}?` : `the fields are ${fields.join(', ')}`;
  return { message: `${name} is not a field`, lines: [`  ${name}=${query[name] ?? ''}`, `  ${hint}`] };
}

/** The parameter as it was given, with the wrong part underlined. */
function place(problem: Problem, query: Filters): readonly string[] {
  const { target } = problem.error;
  const value = target === undefined ? undefined : query[target];
  if (problem.status !== 400 || target === undefined || value === undefined) return [];
  const term = `${target}=${value}`;
  const position = problem.error.position ?? positionIn(problem.detail);
  if (position === undefined) return [`  ${term}`];
  const length = Math.max(1, wrongPartOf(problem.detail)?.length ?? 1);
  return [`  ${term}`, `  ${' '.repeat(target.length + 1 + position)}^${'~'.repeat(length - 1)}`];
}

function positionIn(detail: string): number | undefined {
  const digits = /at position (\d+)/.exec(detail)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The text that the detail quotes after its position: `at position 8 ("done")`. */
function wrongPartOf(detail: string): string | undefined {
  return /at position \d+ \("(.*?)"\)/.exec(detail)?.[1];
}

function remedy(problem: Problem, { context, retryAfterSeconds }: RequestFacts): readonly string[] {
  const [, slug] = problem.type.split('#');
  const login = `jobs login${context === undefined ? '' : ` -c ${context}`}`;
  switch (slug) {
    case 'unauthorized':
      return [`  sign in with: ${login}`];
    case 'forbidden':
      return ['  your roles and sources: jobs whoami'];
    case 'ambiguous-id':
      return candidatesOf(problem);
    case 'job-not-found':
      return ['  the jobs that are known: jobs list'];
    case 'source-not-found':
      return ['  the sources that are known: jobs sources'];
    case 'backend-unreachable':
    case 'backend-unauthorized':
      return ['  the reason and the state of the sources: jobs sources --troubled'];
    case 'internal':
      return [`  report it with the request id ${problem.request_id}`];
    default:
      return retryAfterSeconds === undefined ? [] : [`  try again in ${retryAfterSeconds} s`];
  }
}

function candidatesOf({ candidates = [] }: Problem): readonly string[] {
  const rest = candidates.length - MAX_CANDIDATES;
  const lines = candidates.slice(0, MAX_CANDIDATES).map((id) => `  ${id}`);
  return rest > 0 ? [...lines, `  and ${rest} more`] : lines;
}
