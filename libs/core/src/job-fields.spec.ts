import { type Job } from './job.js';
import { jobField, SCALAR_PATHS } from './job-fields.js';

const job = {
  id: 'east~1',
  state: 'running',
  terminal: false,
  code: 0,
  source: { name: 'east', kind: 'ontap', labels: { site: 'lab' } },
  svm: { name: 'svm1' },
  created_time: '2026-01-01T00:00:00.000Z',
  end_time: 'yesterday',
} as unknown as Job;
const read = (path: string) => jobField(path)?.read(job);

describe('a scalar field', () => {
  it.each([
    ['id', 'east~1'],
    ['terminal', false],
    ['code', 0],
    ['source.kind', 'ontap'],
    ['svm.name', 'svm1'],
    ['source.labels.site', 'lab'],
    ['created_time', Date.UTC(2026, 0, 1)],
  ])('%s is read as %j', (path, value) => {
    expect(read(path)).toBe(value);
  });

  it.each(['svm.uuid', 'node.name', 'message', 'start_time', 'source.labels.tier', 'source.labels.constructor'])(
    '%s is absent if the job has none',
    (path) => {
      expect(jobField(path)).toBeDefined();
      expect(read(path)).toBeUndefined();
    },
  );

  it('is absent if a time is invalid', () => {
    expect(read('end_time')).toBeUndefined();
  });

  it.each([
    '',
    'nme',
    'svm',
    'tasks',
    'tasks.state',
    'source.labels',
    'source.labels.',
    'source.labels.a.b',
    'constructor',
    '__proto__',
  ])('is not %p', (path) => {
    expect(jobField(path)).toBeUndefined();
  });

  it('is listed once', () => {
    expect(new Set(SCALAR_PATHS).size).toBe(SCALAR_PATHS.length);
    for (const path of SCALAR_PATHS) expect(jobField(path)?.path).toBe(path);
  });

  it('is marked as indexed if it is the state or the source', () => {
    expect(SCALAR_PATHS.filter((path) => jobField(path)?.indexed === path)).toEqual(['state', 'source.name']);
  });
});
