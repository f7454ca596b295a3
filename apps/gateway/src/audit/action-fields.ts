/** The scalar fields of an action's record, which can be filtered and sorted. */

import {
  ACTIONS,
  type FieldType,
  type RecordField,
  scalarField,
  SESSION_LOGIN_METHODS,
  SIGN_IN_METHODS,
  type SortKey,
} from '@gateway/core';

import { ACTION_OUTCOMES, type ActionRecord } from '../actions/ledger/action-record.js';

/** A scalar field of an action's record. */
export type ActionField = RecordField<ActionRecord>;

const PATHS: Readonly<Record<'text' | 'number' | 'time', readonly string[]>> = {
  text: [
    ...['id', 'detail', 'by.name', 'by.address', 'job.id', 'job.description', 'source.name'],
    ...['request_id', 'bulk_id', 'backend.code', 'backend.message'],
  ],
  number: ['status'],
  time: ['time', 'ended_time'],
};
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  action: ACTIONS,
  outcome: ACTION_OUTCOMES,
  'by.method': SIGN_IN_METHODS,
  'by.login': SESSION_LOGIN_METHODS,
};

const FIELDS: ReadonlyMap<string, ActionField> = new Map(
  [
    ...Object.entries(ENUMS).map(([path, values]) => ({ ...scalarField<ActionRecord>(path, 'enum'), values })),
    ...Object.entries(PATHS).flatMap(([type, paths]) =>
      paths.map((path) => scalarField<ActionRecord>(path, type as FieldType)),
    ),
  ].map((field) => [field.path, field]),
);

/** The paths of all scalar fields. */
export const ACTION_SCALAR_PATHS: readonly string[] = [...FIELDS.keys()];

/** The default order of records: newest first. */
export const ACTION_ORDER: readonly SortKey<ActionField>[] = [
  { field: scalarField<ActionRecord>('time', 'time'), descending: true },
];

/** The scalar field at a path; `undefined` if there is none. */
export function actionField(path: string): ActionField | undefined {
  return FIELDS.get(path);
}
