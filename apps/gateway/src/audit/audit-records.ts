import { type RequestAccess } from '../access/request-access.js';
import { type ActionRecord } from '../actions/ledger/action-record.js';

/**
 * Whether a caller may see a record: an admin sees all of the sources in the admin's scope, everybody else their own,
 * as long as they may see the source.
 */
export function visibleTo({ caller, scope }: RequestAccess): (record: ActionRecord) => boolean {
  const [asAdmin, asViewer] = [scope('admin'), scope('viewer')];
  const includes = (of: typeof asAdmin, source: string): boolean => of === undefined || of.sources.has(source);
  return ({ by, source: { name } }) =>
    includes(asAdmin, name) || (by.name === caller.name && by.method === caller.method && includes(asViewer, name));
}
