import { callerKeyOf, includesSource } from '@gateway/core';

import { type RequestAccess } from '../access/request-access.js';
import { type ActionRecord } from '../actions/ledger/action-record.js';

/**
 * Whether a caller may see a record: an admin sees all of the sources in the admin's scope, everybody else their own,
 * as long as they may see the source.
 */
export function visibleTo({ caller, scope }: RequestAccess): (record: ActionRecord) => boolean {
  const [asAdmin, asViewer] = [scope('admin'), scope('viewer')];
  const own = callerKeyOf(caller);
  return ({ by, source: { name } }) =>
    includesSource(asAdmin, name) || (callerKeyOf(by) === own && includesSource(asViewer, name));
}
