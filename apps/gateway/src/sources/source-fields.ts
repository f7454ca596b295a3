/** The scalar fields of a source, which can be filtered and sorted. */

import {
  type FieldType,
  JOB_STATES,
  labelAt,
  type RecordField,
  scalarField,
  type SortKey,
  SOURCE_KINDS,
} from '@gateway/core';

import { ORIGIN_KINDS, STATUSES } from './source.schema.js';
import { type SourceRow, type UndatedRecord } from './source-record.js';

/** A scalar field of a source. */
export type SourceField = RecordField<SourceRow>;

const PATHS: Readonly<Record<Exclude<FieldType, 'enum' | 'boolean'>, readonly string[]>> = {
  text: ['name', 'url', 'origin.file', 'origin.source', 'origin.cluster_uuid', 'reason', 'version', 'polled_by'],
  number: [
    ...['interval_seconds', 'consecutive_failures', 'clock_offset_seconds'],
    ...JOB_STATES.map((state) => `jobs.${state}`),
  ],
  time: ['first_poll_time', 'last_poll_time', 'last_success_time', 'next_poll_time'],
};
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  kind: SOURCE_KINDS,
  status: Object.keys(STATUSES),
  'origin.kind': ORIGIN_KINDS,
};
const AGE: SourceField = { path: 'age_seconds', type: 'number', read: ({ ageSeconds }) => ageSeconds };

const FIELDS: ReadonlyMap<string, SourceField> = new Map(
  [
    ...Object.entries(ENUMS).map(([path, values]) => ({ ...fieldOfRecord(path, 'enum'), values })),
    ...Object.entries(PATHS).flatMap(([type, paths]) => paths.map((path) => fieldOfRecord(path, type as FieldType))),
    AGE,
  ].map((field) => [field.path, field]),
);

/** The paths of all scalar fields, except the labels (`labels.<name>`), which depend on the configuration. */
export const SOURCE_SCALAR_PATHS: readonly string[] = [...FIELDS.keys()];

/** The default order of sources: by name. */
export const SOURCE_ORDER: readonly SortKey<SourceField>[] = [
  { field: fieldOfRecord('name', 'text'), descending: false },
];

/** The scalar field at a path; `undefined` if there is none. */
export function sourceField(path: string): SourceField | undefined {
  const label = labelAt(path, 'labels');
  if (label === undefined) return FIELDS.get(path);
  return {
    path,
    type: 'text',
    read: ({ record: { labels } }) => (Object.hasOwn(labels, label) ? labels[label] : undefined),
  };
}

function fieldOfRecord(path: string, type: FieldType): SourceField {
  const { read } = scalarField<UndatedRecord>(path, type);
  return { path, type, read: ({ record }) => read(record) };
}
