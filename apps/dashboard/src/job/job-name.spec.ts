import { jobName } from './job-name';

it('is type and description, as far as they are known', () => {
  expect(jobName({ native_id: '1', type: 'volume move', description: 'vol_db17' })).toBe('volume move vol_db17');
  expect(jobName({ native_id: '1', description: 'vol_db17' })).toBe('vol_db17');
});

it('is the native id of a job without both', () => {
  expect(jobName({ native_id: '1', description: '' })).toBe('1');
});

it('shows control characters as marks', () => {
  expect(jobName({ native_id: '1', description: 'a\u202eb' })).toBe('a⟨U+202E⟩b');
});
