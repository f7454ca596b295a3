import { randomBytes } from 'node:crypto';

import { type ActionName, type Job, type Replica, sourceOf, type SourceScope } from '@gateway/core';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { loginEnd } from '../access/login-end.js';
import { accessOf, missingRole, type RequestAccess } from '../access/request-access.js';
import { type Problem } from '../problems/problem.js';
import { type ActionAuthor, type StoredAction } from './ledger/action-record.js';

/** One action of a bulk action that continues after a restart. */
export interface BulkItem {
  /** The id of the action's record. No two records have the same id, so the action is not sent twice. */
  readonly recordId: string;
  /** Aborts when no further action may be sent. */
  readonly signal: AbortSignal;
}

/** On whose behalf an action is sent. */
export interface ActionOrigin {
  readonly by: ActionAuthor;
  readonly requestId: string;
  /** The sources that the caller may see; `undefined` for all. */
  readonly visible: SourceScope | undefined;
  /** The problem if the caller may not act on the jobs of a source. */
  readonly missingRight: (source: string) => Problem | undefined;
  /** Aborts when the caller's login ends; absent for an action that continues without it. */
  readonly loginEnd?: AbortSignal;
  /** The id that the records of one bulk action share. */
  readonly bulkId?: string;
  readonly item?: BulkItem;
}

/** The origin of an action that a request asks for. */
export function originOf(request: FastifyRequest, reply: FastifyReply): ActionOrigin {
  const access = accessOf(request);
  return {
    by: authorOf(access),
    requestId: request.id,
    visible: access.scope('viewer'),
    missingRight: (source) => missingRole(access, 'operator', source),
    loginEnd: loginEnd(request, reply),
  };
}

/** Who sends a request, for the audit. */
export function authorOf({ address, caller }: RequestAccess): ActionAuthor {
  const { login, method, name } = caller;
  return { name, method, ...(login && { login }), address };
}

/** What a record contains of a job. */
export type RecordedJob = Pick<Job, 'description' | 'id'>;

/** A record whose action is about to be sent, at a time in ms since the epoch. */
export function pendingRecord(
  { description, id }: RecordedJob,
  action: ActionName,
  { bulkId, by, item, requestId }: ActionOrigin,
  { now, replica }: { readonly now: number; readonly replica: Replica },
): StoredAction {
  return {
    id: item?.recordId ?? newRecordId(now),
    time: new Date(now).toISOString(),
    action,
    outcome: 'pending',
    by,
    job: { id, ...(description !== undefined && { description }) },
    source: { name: sourceOf(id) },
    request_id: requestId,
    ...(bulkId !== undefined && { bulk_id: bulkId }),
    replica: replica.name,
  };
}

/** A new id that sorts by its time, in ms since the epoch. */
export function newRecordId(now: number): string {
  return `${now}-${randomBytes(6).toString('hex')}`;
}
