import { previewText } from './preview-text.js';

it('says what would be sent and what would not', () => {
  const filters = { state: 'running', 'source.name': 'east*' };
  const preview = {
    count: 1_234,
    by_source: [
      { name: 'east-01', count: 1_000 },
      { name: 'east-02', count: 234 },
    ],
    estimated_seconds: 200,
    refused: [
      { reason: 'unified-manager jobs cannot be cancelled over REST', count: 12 },
      { reason: 'the job has ended', count: 3 },
    ],
  };
  expect(previewText('cancel', filters, preview)).toEqual([
    'cancel where state=running source.name=east*',
    '1,234 jobs would be cancelled:  east-01 1,000  east-02 234',
    'sending takes about 3m20s',
    '15 jobs would not:',
    '  12: unified-manager jobs cannot be cancelled over REST',
    '  3: the job has ended',
  ]);
});

it('names ten sources and counts the others', () => {
  const by_source = Array.from({ length: 12 }, (_, at) => ({ name: `s${at}`, count: 1 }));
  const [, line] = previewText('pause', {}, { count: 12, by_source, estimated_seconds: 1, refused: [] });
  expect(line).toBe(
    `12 jobs would be paused:  ${by_source
      .slice(0, 10)
      .map(({ name }) => `${name} 1`)
      .join('  ')}  and 2 more sources`,
  );
});

it('says that there is nothing', () => {
  expect(
    previewText('resume', { state: 'paused' }, { count: 0, by_source: [], estimated_seconds: 0, refused: [] }),
  ).toEqual([...['resume where state=paused', '0 jobs would be resumed']]);
});
