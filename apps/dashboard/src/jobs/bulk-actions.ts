import { get } from '../api/client';
import { type Action, type ActionList } from '../api/types';
import { toQueryText } from './list-query';

/** At most this many actions of a bulk action are shown. */
export const SHOWN_ACTIONS = 100;

/** The outcomes by how much they need attention: what went wrong, what was not sent, the rest. */
const GROUPS = ['failed|not_honoured|unknown', 'refused', '!failed|not_honoured|unknown|refused'] as const;

/** Reads the actions with an outcome, newest first. */
export type ReadActions = (outcome: string, limit: number) => Promise<readonly Action[]>;

/** The actions of a bulk action by attention, then newest first. A later group is read only if there is room for it. */
export async function actionsByAttention(read: ReadActions, limit = SHOWN_ACTIONS): Promise<readonly Action[]> {
  const actions: Action[] = [];
  for (const outcome of GROUPS) {
    if (actions.length < limit) actions.push(...(await read(outcome, limit - actions.length)));
  }
  return actions;
}

/** Reads the actions of one bulk action from the audit. */
export function readActionsOf(id: string, signal: AbortSignal): ReadActions {
  return async (outcome, limit) => {
    const query = toQueryText([
      ['bulk_id', id],
      ['outcome', outcome],
      ['max_records', String(limit)],
    ]);
    return ((await get<ActionList>(`/api/actions?${query}`, signal)).records ?? []) as readonly Action[];
  };
}
