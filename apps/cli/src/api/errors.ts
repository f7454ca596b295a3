import { CliError } from '../cli-error.js';
import { EXIT, exitCodeOfActionProblem, exitCodeOfProblem } from '../exit-codes.js';
import { explainProblem, type RequestFacts } from './explain-problem.js';
import { type Target } from './target.js';
import { type Problem } from './types.js';

/** An error response of the gateway. */
export class ProblemError extends CliError {
  override readonly name = 'ProblemError';

  constructor(
    readonly problem: Problem,
    facts: RequestFacts,
  ) {
    const { lines, message } = explainProblem(problem, facts);
    super(message, exitCodeOfProblem(problem.status, problem.type), { lines, problem });
  }

  /** The part of the type after `#`. */
  get slug(): string {
    return this.problem.type.split('#')[1] ?? '';
  }

  /** The exit code if the request was an action. */
  get actionCode(): ReturnType<typeof exitCodeOfActionProblem> {
    return exitCodeOfActionProblem(this.problem.status, this.problem.type);
  }

  /** True if the same request can succeed a moment later. */
  get isTransient(): boolean {
    return this.code === EXIT.tryLater || this.problem.status === 502 || this.problem.status === 504;
  }
}

/** The gateway did not answer, or something else answered. */
export class UnreachableError extends CliError {
  override readonly name = 'UnreachableError';
  /** The system's code, such as `ECONNREFUSED`. */
  readonly reason: string;

  constructor(target: Target, reason: string, cause?: unknown) {
    super(`cannot reach ${target.url} (${reason})`, EXIT.unreachable, { lines: remedyFor(target, reason), cause });
    this.reason = reason;
  }
}

/** True for an error that a later attempt may not have. */
export function isTransient(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ProblemError && error.isTransient);
}

/** The system's code or the message of a failed connection. */
export function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'the answer is not that of a job gateway';
  const { cause, code, message } = error as { code?: unknown; cause?: unknown; message?: unknown };
  if (typeof code === 'string' && code !== 'ABORT_ERR') return code;
  if (cause !== undefined && cause !== null) return reasonOf(cause);
  return typeof message === 'string' && message !== '' ? message : 'no answer';
}

const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/;

function remedyFor({ context }: Target, reason: string): readonly string[] {
  if (UNTRUSTED.test(reason))
    return ['  set ca_file of the context to the certificate of the gateway or of its authority'];
  return [context === undefined ? '  try: jobs contexts' : `  context ${context}; try: jobs contexts`];
}
