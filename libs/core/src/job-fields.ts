/** The scalar fields of a job, which can be filtered, sorted and grouped. */

import { ACTIONS, type Job, JOB_STATES, REQUEST_OUTCOMES } from './job.js';
import { SOURCE_KINDS } from './source-kinds.js';

/** A value as filters and sort orders compare it; a time is in ms since the epoch. */
export type Scalar = string | number | boolean;

/** How the values of a field are written and compared; `enum` is a text of a closed list. */
export type FieldType = 'text' | 'enum' | 'number' | 'time' | 'boolean';

/** The fields by which the view indexes and counts jobs. The keys of an index are the values that `read` returns. */
export type IndexedPath = 'state' | 'source.name';

/** What a request can name: a scalar field of a record. */
export interface ScalarField {
  /** The dotted path: `svm.name`, `source.labels.site`. */
  readonly path: string;
  readonly type: FieldType;
  /** All values of an `enum`. */
  readonly values?: readonly string[];
}

/** A scalar field of a kind of record. */
export interface RecordField<R> extends ScalarField {
  /** Returns the value of a record; `undefined` if the field is absent. Equal records have equal values. */
  readonly read: (record: R) => Scalar | undefined;
}

/** A scalar field of a job, or of its representation for a client. */
export interface JobField extends RecordField<Job> {
  /** Set for the fields by which the view indexes and counts jobs. */
  readonly indexed?: IndexedPath;
  /** Set for a field that is computed from others: `read` returns `valueFor` their values, in this order. */
  readonly derived?: {
    readonly from: readonly JobField[];
    readonly valueFor: (values: readonly (Scalar | undefined)[]) => Scalar | undefined;
  };
}

const LABELS = 'source.labels';
const LABEL_PATTERN = /^[A-Za-z0-9_-]{1,63}$/;

const TEXT_PATHS = [
  'id',
  'native_id',
  'source.name',
  'native_state',
  'type',
  'description',
  'message',
  'error.code',
  'error.message',
  'error.target',
  'parent_id',
  'requested.by',
  'requested.id',
  ...['svm', 'node', 'tenant', 'user', 'object'].flatMap((name) =>
    ['name', 'uuid', 'id', 'type'].map((part) => `${name}.${part}`),
  ),
];
const NUMBER_PATHS = [
  'code',
  'duration_seconds',
  'attempt',
  ...['total', 'running', 'completed', 'successful', 'failed', 'aborted'].map((part) => `spawned.${part}`),
];
const TIME_PATHS = [
  'created_time',
  'submit_time',
  'start_time',
  'end_time',
  'first_seen_time',
  'updated_time',
  'requested.time',
];
const BOOLEAN_PATHS = ['terminal', 'gone'];
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  state: JOB_STATES,
  'source.kind': SOURCE_KINDS,
  'requested.action': ACTIONS,
  'requested.outcome': REQUEST_OUTCOMES,
};

const FIELDS: ReadonlyMap<string, JobField> = new Map(
  [
    ...Object.entries(ENUMS).map(([path, values]) => ({ ...scalarField(path, 'enum'), values })),
    ...TEXT_PATHS.map((path) => scalarField(path, 'text')),
    ...NUMBER_PATHS.map((path) => scalarField(path, 'number')),
    ...TIME_PATHS.map((path) => scalarField(path, 'time')),
    ...BOOLEAN_PATHS.map((path) => scalarField(path, 'boolean')),
  ].map((field) => [field.path, isIndexed(field.path) ? { ...field, indexed: field.path } : field]),
);

/** The paths of all scalar fields, except the labels (`source.labels.<name>`), which depend on the configuration. */
export const SCALAR_PATHS: readonly string[] = [...FIELDS.keys()];

/** The scalar field at a path; `undefined` if there is none. */
export function jobField(path: string): JobField | undefined {
  const label = labelAt(path, LABELS);
  if (label === undefined) return FIELDS.get(path);
  return { path, type: 'text', read: ({ source }) => ownValue(source.labels, label) as string | undefined };
}

/**
 * The name of the label at a path such as `source.labels.site`, whose labels are at `labels`; `undefined` for another
 * path.
 */
export function labelAt(path: string, labels: string): string | undefined {
  const label = path.startsWith(`${labels}.`) ? path.slice(labels.length + 1) : '';
  return LABEL_PATTERN.test(label) ? label : undefined;
}

/**
 * Creates a field that reads the value at its path of one or two names; a `time` is converted to ms since the epoch.
 */
export function scalarField<R = Job>(path: string, type: FieldType): RecordField<R> {
  const [first = '', second] = path.split('.');
  const raw = (record: R): unknown => {
    const value = ownValue(record, first);
    return second === undefined ? value : ownValue(value, second);
  };
  if (type === 'time') return { path, type, read: (record) => instantOf(raw(record)) };
  return { path, type, read: (record) => raw(record) as Scalar | undefined };
}

function isIndexed(path: string): path is IndexedPath {
  return path === 'state' || path === 'source.name';
}

function ownValue(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name)
    ? (holder as Record<string, unknown>)[name]
    : undefined;
}

function instantOf(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
