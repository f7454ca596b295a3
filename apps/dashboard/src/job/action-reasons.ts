import { type JobAction, type JobActionName } from '../api/types';

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
