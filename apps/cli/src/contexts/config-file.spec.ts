import { parseConfig, withContext, withCurrent, withoutContext } from './config-file.js';

const FILE = `# our gateways
current: prod
contexts:
  prod: { url: https://jobs.example.net:8443, ca_file: ./ca.pem, token_file: ~/prod.token, filter: source.labels.site=tokyo }
  lab: { url: http://127.0.0.1:8080 } # the demo
defaults: { columns: [state, job, id], time: utc }
`;

it('reads contexts and defaults', () => {
  expect(parseConfig(FILE, 'c.yaml')).toMatchObject({
    current: 'prod',
    contexts: { prod: { filter: 'source.labels.site=tokyo' }, lab: { url: 'http://127.0.0.1:8080' } },
    defaults: { columns: ['state', 'job', 'id'], time: 'utc' },
  });
  expect(parseConfig('', 'c.yaml')).toEqual({ contexts: {}, defaults: {} });
});

it.each([
  ['contexts: { a: { url: nowhere } }', 'c.yaml: contexts.a.url must be a URL such as https://jobs.example.net'],
  ['contexts: { a: { url: "https://u:p@example.net" } }', 'c.yaml: contexts.a.url must be a URL'],
  ['contexts: { a: { token: x } }', 'c.yaml: contexts.a.url is missing'],
  [
    'contexts: { a: { url: "http://127.0.0.1", tokn: x } }',
    'c.yaml: contexts.a.tokn is not known; expected one of url,',
  ],
  ['contexts: { a: 5 }', 'c.yaml: contexts.a is not a map'],
  ['contexts: []', 'c.yaml: contexts must be a map of contexts'],
  ['defaults: { time: mars }', 'c.yaml: defaults.time must be local or utc'],
  ['- a', 'c.yaml is not a map with contexts'],
  ['a: [', 'c.yaml is not valid YAML'],
])('rejects %j with its place', (source, message) => {
  expect(() => parseConfig(source, 'c.yaml')).toThrow(message);
});

it('changes one context and keeps the rest, comments too', () => {
  const changed = withContext(FILE, 'lab', { url: 'http://127.0.0.1:9090', token_file: '/t' });
  expect(parseConfig(changed, 'c').contexts['lab']).toEqual({ url: 'http://127.0.0.1:9090', token_file: '/t' });
  expect(changed).toContain('# our gateways');
  expect(parseConfig(withContext(changed, 'lab', { token_file: undefined }), 'c').contexts['lab']).toEqual({
    url: 'http://127.0.0.1:9090',
  });
});

it('makes the first context the current one, and removes it with its context', () => {
  const first = withContext('', 'lab', { url: 'http://127.0.0.1:8080' });
  expect(parseConfig(first, 'c')).toMatchObject({
    current: 'lab',
    contexts: { lab: { url: 'http://127.0.0.1:8080' } },
  });
  expect(parseConfig(withCurrent(FILE, 'lab'), 'c').current).toBe('lab');
  const without = parseConfig(withoutContext(FILE, 'prod'), 'c');
  expect([without.current, Object.keys(without.contexts)]).toEqual([undefined, ['lab']]);
});
