import { type Job } from '../api/types';

/** A job as the list has it: the fields that its columns show. */
export type JobRow = Pick<
  Job,
  | 'id'
  | 'native_id'
  | 'state'
  | 'terminal'
  | 'gone'
  | 'native_state'
  | 'type'
  | 'description'
  | 'message'
  | 'code'
  | 'created_time'
  | 'start_time'
  | 'end_time'
  | 'updated_time'
  | 'duration_seconds'
  | 'svm'
  | 'object'
  | 'node'
  | 'user'
  | 'tenant'
  | 'attempt'
  | 'requested'
  | 'actions'
> & {
  readonly source: Pick<Job['source'], 'name' | 'kind'>;
  readonly error?: Pick<NonNullable<Job['error']>, 'code' | 'message'>;
};

/** The value of `fields` that returns such jobs. */
export const ROW_FIELDS =
  'id,native_id,source.{name,kind},state,terminal,gone,native_state,type,description,message,code,error.{code,message},' +
  'created_time,start_time,end_time,updated_time,duration_seconds,svm.name,object.name,node.name,user.name,tenant.name,' +
  'attempt,requested,actions';

/** What went wrong with a failed job, else what the backend says. */
export function messageOf(job: JobRow): string {
  return job.error?.message ?? job.message ?? '';
}

/** What the job works on: SVM and object, else the node. */
export function objectOf({ svm, object, node }: JobRow): string {
  return [svm?.name, object?.name].filter(Boolean).join(':') || (node?.name ?? '');
}

/** The job in words, for titles. */
export function titleOf(job: Pick<JobRow, 'description' | 'type' | 'native_id'>): string {
  return job.description ?? job.type ?? job.native_id;
}

/** The value at a path such as `source.name`. */
export function valueAt(job: JobRow, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], job);
}
