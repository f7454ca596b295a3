import { Store } from '../live/store';

const KEY = 'job-gateway.bulk';

/** The id of the last bulk action that was started in this tab, until its end was seen. */
export const currentBulk = new Store<string | undefined>(sessionStorage.getItem(KEY) ?? undefined);

/** Remembers a bulk action, so that its progress stays in the top bar; undefined forgets it. */
export function setCurrentBulk(id: string | undefined): void {
  if (id === undefined) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, id);
  currentBulk.set(id);
}
