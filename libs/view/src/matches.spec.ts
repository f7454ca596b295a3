import { matches } from './matches.js';
import { sampleJob } from './testing/sample-job.js';

const job = sampleJob({ nativeId: '1', state: 'paused', svm: 'svm1' });

describe('a match', () => {
  it('needs no filter', () => {
    expect(matches(job, {})).toBe(true);
  });

  it('is any of the values listed for a field', () => {
    expect(matches(job, { state: ['running', 'paused'] })).toBe(true);
    expect(matches(job, { state: ['running'] })).toBe(false);
    expect(matches(job, { state: [] })).toBe(false);
  });

  it('is a match in every field given', () => {
    expect(matches(job, { state: ['paused'], 'source.name': ['east'], 'source.kind': ['ontap'] })).toBe(true);
    expect(matches(job, { state: ['paused'], 'source.name': ['west'] })).toBe(false);
    expect(matches(job, { 'source.kind': ['unified-manager'] })).toBe(false);
  });

  it('compares with regard to case', () => {
    expect(matches(job, { 'svm.name': ['svm1'] })).toBe(true);
    expect(matches(job, { 'svm.name': ['SVM1'] })).toBe(false);
  });

  it('is never an absent value', () => {
    expect(matches(job, { 'node.name': ['node1'] })).toBe(false);
    expect(matches(job, { 'node.name': ['undefined'] })).toBe(false);
  });
});
