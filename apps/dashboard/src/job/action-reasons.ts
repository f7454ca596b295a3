import { type JobAction, type JobActionName } from '../api/types';
import { type Key } from '../i18n/i18n';
import { type Places } from '../i18n/message';

/** Why some actions are not allowed. */
export interface ActionReason {
  readonly reason: string;
  readonly names: readonly JobActionName[];
}

/** The reasons of actions that are not allowed, each once, with the actions it holds for. */
export function actionReasons(actions: readonly JobAction[]): readonly ActionReason[] {
  const byReason = new Map<string, JobActionName[]>();
  for (const { allowed, code, name, reason } of actions) {
    if (allowed || reason === undefined) continue;
    const text = code === undefined ? reason : `${reason} (${code})`;
    byReason.set(text, [...(byReason.get(text) ?? []), name]);
  }
  return [...byReason].map(([reason, names]) => ({ reason, names }));
}

/** A reason of the gateway in the language of the page. */
export interface KnownReason {
  readonly key: Key;
  readonly places?: Places;
  /** Another login may be allowed to do it. */
  readonly isRole?: boolean;
}

/** The sentences of the gateway that name nothing. */
const SENTENCES: ReadonlyMap<string, Key> = new Map(
  Object.entries({
    'the job has ended': 'job.reason.ended',
    'the job is not paused': 'job.reason.not-paused',
    'the job is already paused': 'job.reason.paused',
    'the source of the job is not configured': 'job.reason.unconfigured',
  } as const),
);
const ROLE = /^needs the role (viewer|operator|admin) for the source (\S+)$/;
const UNSUPPORTED = /^(\S+) jobs cannot be (?:paused|resumed|cancelled) over REST$/;

/** The text for a reason of the gateway; undefined for the words of a backend, which are shown as they are. */
export function knownReason(reason: string): KnownReason | undefined {
  const key = SENTENCES.get(reason);
  if (key !== undefined) return { key };
  const [, needed, source] = ROLE.exec(reason) ?? [];
  if (needed !== undefined && source !== undefined) {
    return { key: 'role.needed-source', places: { needed, source }, isRole: true };
  }
  const [, kind] = UNSUPPORTED.exec(reason) ?? [];
  return kind === undefined ? undefined : { key: 'job.reason.unsupported', places: { kind } };
}
