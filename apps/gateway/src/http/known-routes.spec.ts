import { KnownRoutes } from './known-routes.js';

describe('the known routes', () => {
  const routes = new KnownRoutes();
  routes.add('/api/jobs', ['GET', 'HEAD']);
  routes.add('/api/jobs/:id', 'GET');
  routes.add('/api/jobs/:id', 'PATCH');
  routes.add('/api/jobs/summary', 'POST');

  it.each([
    ['/api/jobs', ['GET', 'HEAD']],
    ['/api/jobs/east~1', ['GET', 'PATCH']],
    ['/api/jobs/summary', ['POST']],
    ['/api/jobs/', ['GET', 'HEAD']],
    ['/api/jobs/east~1/', ['GET', 'PATCH']],
    ['/api/jobs//', ['GET', 'PATCH']],
    ['/api/jobs/a/b', []],
    ['/api', []],
    ['', []],
  ])('return for %s the methods %j', (path, methods) => {
    expect(routes.methodsOf(path)).toEqual(methods);
  });

  it.each([
    ['PATCH', '/api/jobs/summary', true],
    ['POST', '/api/jobs/summary', false],
    ['PATCH', '/api/jobs/east~1', false],
    ['PATCH', '/api/nothing', false],
  ])('reject %s %s: %s', (method, path, rejected) => {
    expect(routes.rejects(method, path)).toBe(rejected);
  });
});
