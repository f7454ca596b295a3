import { ended } from './ended';
import { rangeNamed } from './range';

const begin = Date.UTC(2026, 0, 2, 3, 0);

it('leads to the jobs of a layer in the whole range', () => {
  expect(ended('state', rangeNamed('24h')).href('failure')).toBe('/jobs?state=failure&end_time=>-24h');
  expect(ended('kind', rangeNamed('1h')).href('ontap')).toBe('/jobs?source.kind=ontap&end_time=>-1h');
});

it('leads to the jobs of one bar', () => {
  expect(ended('state', rangeNamed('24h')).href('success', begin)).toBe(
    '/jobs?state=success&end_time=2026-01-02T03:00:00.000Z..2026-01-02T03:14:59.999Z',
  );
});

it('leads to all jobs of an interval from above its bars', () => {
  expect(ended('state', rangeNamed('1h')).href(undefined, begin)).toBe(
    '/jobs?end_time=2026-01-02T03:00:00.000Z..2026-01-02T03:00:59.999Z',
  );
});

it('draws what needs no attention lighter', () => {
  const view = ended('state', rangeNamed('1h'));
  expect(view.look('failure')).toEqual({ colour: '--failure' });
  expect(view.look('success').alpha).toBeLessThan(1);
  expect(ended('kind', rangeNamed('1h')).look('other')).toEqual({ colour: '--muted' });
});
