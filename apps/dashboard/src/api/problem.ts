import { type Problem } from './types';

/** A request that the gateway, or a proxy before it, answered with an error. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** Seconds until the request may be repeated, if the response names them. */
  readonly retryAfter: number | undefined;

  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    retryAfter: string | null,
  ) {
    super(problem?.detail ?? `HTTP ${status}`);
    const seconds = Number(retryAfter);
    this.retryAfter = retryAfter !== null && Number.isFinite(seconds) ? seconds : undefined;
  }

  /** The last part of the problem's type, such as `invalid-parameter`. */
  get type(): string {
    return this.problem?.type.split('#')[1] ?? `http-${this.status}`;
  }
}

/** A request without a response: the gateway cannot be reached. */
export class UnreachableError extends Error {
  override readonly name: string = 'UnreachableError';
}

/** A request that was not answered in time: the gateway hangs, or the browser has no connection left for it. */
export class TimedOutError extends UnreachableError {
  override readonly name = 'TimedOutError';

  constructor(
    readonly seconds: number,
    options: ErrorOptions,
  ) {
    super(`no answer within ${seconds} s`, options);
  }
}

/** Reads the problem document of a failed response; a response without one keeps its status only. */
export async function problemOf(response: Response): Promise<ProblemError> {
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false;
  const problem = isProblem ? ((await response.json().catch(() => undefined)) as Problem | undefined) : undefined;
  return new ProblemError(response.status, problem, response.headers.get('retry-after'));
}
