import { type Job } from '../api/types.js';
import { changeLine } from './change-line.js';
import { painter } from './colours.js';

const LOOK = { headers: true, paint: painter(false), width: 80 };
const JOB = {
  id: 'east-04~1',
  state: 'failure',
  description: 'volume move vol_db18',
  source: { name: 'east-04', kind: 'ontap', labels: {} },
  message: 'No space left in aggregate aggr2 of the cluster',
} as unknown as Job;

it('shows what changed in one line that fits', () => {
  expect(changeLine({ event: 'added', revision: '1-1', job: JOB }, '02:13:07', LOOK)).toBe(
    '02:13:07 + failure          east-04       volume move vol_db1…  No space left i…',
  );
  expect(changeLine({ event: 'removed', revision: '1-1', job: { id: 'east-04~1' } }, '02:13:07', LOOK)).toBe(
    '02:13:07 - east-04~1',
  );
});
