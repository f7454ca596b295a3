import { nextPath, providerHref } from './next-path';

const next = (path: string): string => nextPath(`?next=${encodeURIComponent(path)}`);

it('returns to a path of this page with its query and fragment', () => {
  expect(next('/jobs?state=failure|unknown&end_time=>-2h#row')).toBe('/jobs?state=failure|unknown&end_time=%3E-2h#row');
  expect(nextPath('')).toBe('/');
});

it.each([
  '//example.net/x',
  '/\\example.net',
  'https://example.net/',
  'javascript:alert(1)',
  '/\t/example.net',
  '/x/..//example.net',
  '',
])('does not leave this page: %j', (path) => {
  expect(next(path)).toBe('/');
});

it('leads to the provider with the way back', () => {
  expect(providerHref('/api/session/login', '/jobs?state=failure')).toBe(
    '/api/session/login?next=%2Fjobs%3Fstate%3Dfailure',
  );
});
