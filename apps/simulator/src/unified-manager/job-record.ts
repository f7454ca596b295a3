/** A Unified Manager job as JSON. */
import { type Step, stepsUntil } from '../life-cycle.js';
import { type SimulatedJob } from '../simulated-job.js';

/** What a Unified Manager job shows besides its life cycle. */
export interface UnifiedManagerDetails {
  readonly name: string;
  readonly type: string;
  /** True if the self link has `%3A` in place of colons; the documentation shows both. */
  readonly escapesLinks: boolean;
  readonly parentKey?: string;
  readonly childKeys: readonly string[];
  readonly tasks: readonly { readonly key: string; readonly name: string }[];
  /** Shown after the job has ended without an error. */
  readonly results: readonly { readonly name: string; readonly value: string }[];
}

/** How a backend formats its answers. */
export interface UnifiedManagerStyle {
  readonly upperCase: boolean;
  readonly swapped: boolean;
  written(at: number): string;
}

type Job = SimulatedJob<UnifiedManagerDetails>;
type JobRecord = Readonly<Record<string, unknown>>;

/** The job at an instant. `childrenOf` returns the existing jobs that it has started. */
export function unifiedManagerRecord(
  job: Job,
  now: number,
  style: UnifiedManagerStyle,
  childrenOf: (job: Job) => readonly Job[],
): JobRecord {
  const steps = currentAttempt(job, now);
  const [first] = steps;
  const current = steps.at(-1) ?? first;
  const { name, type, parentKey, tasks, results } = job.details;
  const failed = current.state.endsWith('/error');
  return {
    key: job.nativeId,
    name,
    type,
    ...stateAndStatus(current.state, style),
    submit_time: style.written(first.at),
    ...(current.terminal && { complete_time: style.written(current.at) }),
    ...(parentKey !== undefined && { parent_job_key: parentKey }),
    spawned_job_summary: summaryOf(childrenOf(job), now),
    task_reports: tasks.map((task, index) => taskRecord(task, spanOfTask(job, steps, index), current, now, style)),
    job_results: current.terminal && !failed ? results : [],
    _links: { self: { href: selfLink(job) } },
    ...job.wire,
  };
}

/** The time span of a task. The last task of a job has the job's outcome. */
interface TaskSpan {
  readonly beginsAt: number;
  readonly endsAt: number;
  readonly isLast: boolean;
}

/** The tasks of a job run in sequence and for equal times. The first task of a job without an end never ends. */
function spanOfTask(job: Job, [submitted]: readonly [Step, ...Step[]], index: number): TaskSpan {
  const count = job.details.tasks.length;
  const isLast = index === count - 1;
  const end = job.life.steps.find((step) => step.terminal && step.at >= submitted.at)?.at;
  if (end === undefined) return { beginsAt: index === 0 ? submitted.at : Infinity, endsAt: Infinity, isLast };
  const instant = (share: number): number => Math.floor(submitted.at + (share / count) * (end - submitted.at));
  return { beginsAt: instant(index), endsAt: instant(index + 1), isLast };
}

function taskRecord(
  task: { readonly key: string; readonly name: string },
  { beginsAt, endsAt, isLast }: TaskSpan,
  job: Step,
  now: number,
  style: UnifiedManagerStyle,
): JobRecord {
  const state = now < beginsAt ? 'queued' : now < endsAt ? 'running' : 'completed';
  const outcome = isLast && job.terminal ? (job.state.split('/')[1] ?? 'normal') : 'normal';
  const status = outcome === 'partial_failures' ? 'error' : outcome;
  return {
    key: task.key,
    name: task.name,
    type: task.name,
    description: `Task ${task.name}`,
    ...stateAndStatus(`${state}/${status}`, style),
    ...(state !== 'queued' && { start_time: style.written(beginsAt) }),
    ...(state === 'completed' && { complete_time: style.written(endsAt) }),
    ...(status === 'error' && { failure_reason: job.message ?? 'The task failed.' }),
  };
}

/** The submit time of the latest attempt of the job. */
export function submittedAt(job: Job, now: number): number {
  return currentAttempt(job, now)[0].at;
}

/** The steps of the latest attempt. Each attempt but the first begins after a terminal step. */
function currentAttempt(job: Job, now: number): readonly [Step, ...Step[]] {
  const steps = stepsUntil(job.life, now);
  const previousEnd = steps.slice(0, -1).findLastIndex((step) => step.terminal);
  const [first, ...rest] = steps.slice(previousEnd + 1);
  return first === undefined ? steps : [first, ...rest];
}

function stateAndStatus(word: string, { upperCase, swapped }: UnifiedManagerStyle): JobRecord {
  const [lifeCycle = '', outcome = 'normal'] = (upperCase ? word.toUpperCase() : word).split('/');
  return swapped ? { state: outcome, status: lifeCycle } : { state: lifeCycle, status: outcome };
}

function summaryOf(children: readonly Job[], now: number): JobRecord {
  const words = children.map((child) => (stepsUntil(child.life, now).at(-1) as Step).state);
  const count = (test: (word: string) => boolean): number => words.filter(test).length;
  const aborted = count((word) => word.startsWith('aborted'));
  const completed = count((word) => word.startsWith('completed'));
  const failed = count((word) => word === 'completed/error');
  return {
    total_jobs: words.length,
    running_jobs: words.length - completed - aborted,
    completed_jobs: completed + aborted,
    successful_jobs: completed - failed,
    failed_jobs: failed,
    aborted_jobs: aborted,
  };
}

function selfLink({ nativeId, details }: Job): string {
  const key = details.escapesLinks ? encodeURIComponent(nativeId) : nativeId;
  return `/api/management-server/jobs/${key}`;
}
