import { nextPath, providerHref, signInHref } from './next-path';

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

it('leads to the screen for signing in, which returns to the same place', () => {
  const path = '/jobs?state=running&source.name=west|east&query=a+b%26c';
  expect(nextPath(new URL(signInHref(path), 'http://gateway.invalid').search)).toBe(path);
});
