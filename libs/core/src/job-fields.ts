/** The scalar fields of a job: what can be filtered on, sorted by and grouped by. */
import { ACTIONS, type Job, JOB_STATES, REQUEST_OUTCOMES } from './job.js';
import { SOURCE_KINDS } from './source-kinds.js';

/** A value as filters and sorts compare it; a time is its instant in ms since the epoch. */
export type Scalar = string | number | boolean;

/** How a field's values are written and compared: `enum` is text out of a closed list. */
export type FieldType = 'text' | 'enum' | 'number' | 'time' | 'boolean';

/** The fields jobs are indexed and counted by: what an index has for key is what `read` gives. */
export type IndexedPath = 'state' | 'source.name';

/** A scalar field of a job, or of what a reader is shown of one. */
export interface JobField {
  /** With dots: `svm.name`, `source.labels.site`. */
  readonly path: string;
  readonly type: FieldType;
  /** The closed list of an `enum`. */
  readonly values?: readonly string[];
  /** Set on the two fields jobs are indexed and counted by. */
  readonly indexed?: IndexedPath;
  /** The job's value; `undefined` where the field is absent. Equal jobs give equal values. */
  readonly read: (job: Job) => Scalar | undefined;
}

const LABELS = 'source.labels.';
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

/** The paths of all scalar fields that every configuration has; labels (`source.labels.<name>`) come on top. */
export const SCALAR_PATHS: readonly string[] = [...FIELDS.keys()];

/** The scalar field at a path, or `undefined` when there is none. */
export function jobField(path: string): JobField | undefined {
  const label = path.startsWith(LABELS) ? path.slice(LABELS.length) : '';
  if (!LABEL_PATTERN.test(label)) return FIELDS.get(path);
  return { path, type: 'text', read: ({ source }) => ownValue(source.labels, label) as string | undefined };
}

/** A field read along its path as it is written on the wire; a `time` is read as its instant in ms. */
export function scalarField(path: string, type: FieldType): JobField {
  const [first = '', second] = path.split('.');
  const raw = (job: Job): unknown => {
    const value = ownValue(job, first);
    return second === undefined ? value : ownValue(value, second);
  };
  if (type === 'time') return { path, type, read: (job) => instantOf(raw(job)) };
  return { path, type, read: (job) => raw(job) as Scalar | undefined };
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
