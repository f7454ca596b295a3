import { type Job } from '../api/types.js';
import { type Paint } from './colours.js';
import { textOf } from './columns.js';
import { jobTitle, tookSeconds } from './job-columns.js';
import { STATE_LOOKS, stateCell } from './job-state.js';
import { padEnd } from './text-width.js';
import { formatDuration } from './times.js';
import { ageText, timeText, type View } from './view.js';

/** A line: its label, and its text if there is one. */
type Line = readonly [label: string, text: string | undefined];

/** One job for a person: its state and error first, then where and when, its steps, and what can be done. */
export function jobDetail(job: Job, view: View, paint: Paint): readonly string[] {
  const { style, text } = stateCell(job);
  const lines = [
    ...errorLines(job),
    ...factLines(job),
    ...timeLines(job, view),
    ...stepLines(job),
    ...actionLines(job, view),
  ];
  const present = lines.filter(([, each]) => each !== undefined && each !== '');
  const width = Math.max(...present.map(([label]) => label.length)) + 2;
  return [
    `${paint(text, style)}  ${paint(textOf(jobTitle(job) ?? job.id), 'bold')}`,
    ...present.map(([label, each]) => `${paint(padEnd(label, width), 'dim')}${textOf(each)}`),
  ];
}

function errorLines({ error, message, truncated }: Job): readonly Line[] {
  const target = error?.target === undefined ? '' : ` (${error.target})`;
  return [
    ['error', error && `${error.code}: ${error.message}${target}`],
    ['message', message === error?.message ? undefined : message],
    ['cut', truncated && `${truncated.join(', ')}: the backend sent more`],
  ];
}

function factLines(job: Job): readonly Line[] {
  const { kind, labels, name } = job.source;
  return [
    ['source', [name, kind, ...Object.entries(labels).map(([label, value]) => `${label}=${value}`)].join(' · ')],
    ['id', job.id],
    ['type', job.description === undefined ? undefined : job.type],
    ['native', job.native_state],
    ['object', nameOf(job.object)],
    ['svm', nameOf(job.svm)],
    ['node', nameOf(job.node)],
    ['tenant', nameOf(job.tenant)],
    ['user', nameOf(job.user)],
    ['parent', job.parent_id],
    ['attempt', job.attempt > 1 ? String(job.attempt) : undefined],
  ];
}

function nameOf(reference: Job['object']): string | undefined {
  return reference?.name ?? reference?.uuid ?? reference?.id;
}

function timeLines(job: Job, view: View): readonly Line[] {
  const seconds = tookSeconds(job, view);
  const time = (iso: string | undefined): string | undefined =>
    iso === undefined ? undefined : view.relative ? `${timeText(iso, view)} (${ageText(iso, view)} ago)` : iso;
  return [
    ['submitted', time(job.submit_time)],
    ['started', time(job.start_time)],
    ['ended', time(job.end_time)],
    ['took', seconds === undefined ? undefined : formatDuration(seconds)],
    ['first seen', (job.submit_time ?? job.start_time) ? undefined : time(job.first_seen_time)],
    ['updated', time(job.updated_time)],
  ];
}

function stepLines({ results = [], tasks = [] }: Job): readonly Line[] {
  return [
    ...tasks.map(({ message, name, native_id, state }): Line => {
      const text = `${STATE_LOOKS[state].mark} ${state}  ${name ?? native_id}`;
      return ['task', message === undefined ? text : `${text}: ${message}`];
    }),
    ...results.map(({ name, value }): Line => ['result', `${name}: ${value}`]),
  ];
}

function actionLines({ actions, requested }: Job, view: View): readonly Line[] {
  const { action, by, outcome, time } = requested ?? {};
  const ago = view.relative ? `${ageText(time, view)} ago` : time;
  return [
    ['requested', requested && `${action} by ${by}, ${ago}: ${outcome}`],
    ...actions.map(({ allowed, name, reason }): Line => [name, allowed ? 'possible' : `not possible: ${reason ?? ''}`]),
  ];
}
