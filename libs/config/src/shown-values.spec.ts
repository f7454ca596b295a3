import { inspect } from 'node:util';

import fc from 'fast-check';

import { ConfigFolder, STORE, withSource } from './testing/config-folder.js';

const folder = new ConfigFolder();

describe('a fault shows the value that was given', () => {
  const source = (options: Record<string, string>) => folder.faultsOf(withSource(options));

  it.each([
    ['a number', 'retention: { max_jobs: 0 }', 'retention.max_jobs', 'got 0'],
    ['a flag', 'retention: { terminal: true }', 'retention.terminal', 'got true'],
    ['a text', 'server: { host: "not a host" }', 'server.host', 'got "not a host"'],
    ['a list', 'server: { port: [1] }', 'server.port', 'got a list'],
    ['a mapping', 'server: { port: { a: 1 } }', 'server.port', 'got a mapping'],
    ['a number for a section', 'server: 7', 'server', 'got a number (7)'],
    ['a text for a section', 'server: localhost', 'server', 'got "localhost"'],
    ['a text for a list', 'sources: east', 'sources', 'got "east"'],
  ])('%s', (_what, yaml, path, end) => {
    const faults = folder.faultsOf(`${STORE}${yaml}\n`);
    expect(Object.keys(faults)).toEqual([path]);
    expect(faults[path]?.endsWith(`, ${end}`)).toBe(true);
  });

  it('cut after 40 characters', () => {
    expect(source({ name: 'E'.repeat(100) })['sources[0].name']).toContain(`, got "${'E'.repeat(40)}…"`);
  });

  it.each([
    ['https://10.0.0.1/api', '"https://10.0.0.1/…"'],
    ['10.0.0.1:8443', '"10.0.0.1:8443"'],
  ])('%s, an address without credentials', (url, shown) => {
    expect(source({ url })['sources[0].url']).toMatch(`, got ${shown}`);
  });

  it('the first invalid node of a store', () => {
    const yaml = (nodes: string) => `store: { kind: redis, cluster: { nodes: ${nodes} } }`;
    expect(folder.faultsOf(yaml('["redis://a", "http://b", "http://c"]'))['store.cluster.nodes']).toMatch(
      /, got a list with "http:\/\/b"$/,
    );
    expect(folder.faultsOf(yaml('["redis://a", 7]'))['store.cluster.nodes']).toMatch(/, got a list with 7$/);
    expect(folder.faultsOf(yaml('["redis://a", "redis://u:p@b"]'))['store.cluster.nodes']).toMatch(/, got a list$/);
  });

  it('the first invalid label', () => {
    expect(source({ labels: '{ site: lab, rack: 7 }' })['sources[0].labels']).toMatch(/got a mapping with 7 for rack$/);
    expect(source({ labels: '{ rack-1: 7 }' })['sources[0].labels']).toMatch(/got a mapping with 7 for name 1$/);
    expect(source({ labels: '{ site: lab, "a/b": x }' })['sources[0].labels']).toMatch(/an invalid name \(number 2\)$/);
    expect(source({ labels: '{ site: { a: 1 } }' })['sources[0].labels']).toMatch(/with a mapping for site$/);
  });

  it('the name of a CA file, which is not a secret', () => {
    expect(source({ tls: '{ ca_file: nowhere.pem }' })).toEqual({
      'sources[0].tls.ca_file': 'the file it names cannot be read (ENOENT), got "nowhere.pem"',
    });
    folder.save('ca.pem', 'text');
    expect(source({ tls: '{ ca_file: ca.pem }' })).toEqual({
      'sources[0].tls.ca_file': 'expected a file of PEM certificates, got "ca.pem"',
    });
  });

  it('of the options that a rule compares', () => {
    expect(source({ poll: '{ interval: 260s }' })['sources[0].poll.interval']).toMatch(/\(300s\), .*, got "260s"$/);
    expect(source({ poll: '{ timeout: 5m }' })['sources[0].poll.timeout']).toMatch(/, got 5s \(default\) and "5m"$/);
  });
});

describe('a fault shows only the name of a variable', () => {
  const environment = { PACE: '260s', TTL: '301s', KIND: 'netapp', HOST: 'b' };
  const source = (options: Record<string, string>) => folder.faultsOf(withSource(options), environment);

  it('in the value of one option', () => {
    expect(source({ kind: '${KIND}' })['sources[0].kind']).toMatch(/, got the value of \$\{KIND\}$/);
    expect(source({ name: 'E-${KIND}-${HOST}' })['sources[0].name']).toMatch(/of \$\{KIND\} and \$\{HOST\}$/);
    expect(source({ labels: '{ site: 5, rack: "${KIND}" }' })['sources[0].labels']).toMatch(/with 5 for site$/);
  });

  it('in a rule over several options', () => {
    expect(source({ poll: '{ interval: "${PACE}", finished_job_ttl: "${TTL}" }' })).toEqual({
      'sources[0].poll.interval':
        'expected at most four fifths of poll.finished_job_ttl (the value of ${TTL}), after which the backend deletes a finished job, got the value of ${PACE}',
    });
  });

  it('and also of a node that is invalid once the variable is substituted', () => {
    const yaml = 'store: { kind: redis, cluster: { nodes: ["redis://${HOST}", "${KIND}"] } }';
    expect(folder.faultsOf(yaml, environment)['store.cluster.nodes']).toMatch(
      /, got a list with the value of \$\{KIND\}$/,
    );
  });
});

describe('a fault does not show', () => {
  const login = (password: string) => `{ basic: { username: gateway, password: ${password} } }`;

  it.each([
    ['an alias of a secret', { auth: login('&word hunter-two'), kind: '*word' }],
    ['a text that contains a secret of another option', { auth: login('hunter-two'), name: 'Not-hunter-two' }],
    ['a number that is a secret of another option', { auth: login('"271828"'), poll: '{ interval: 271828 }' }],
    ['the value of an unknown key elsewhere', { secret: 'hunter-two', poll: '{ interval: hunter-two }' }],
    ['the password of a URL elsewhere', { url: 'https://u:hunter-two@h', poll: '{ interval: hunter-two }' }],
    ['a variable of another option', { auth: login('"${WORD}"'), poll: '{ interval: from-the-environment }' }],
    ['a URL with credentials', { base_path: 'https://u:hunter-two@h' }],
    ['a URL with a token', { url: 'https://h?token=hunter-two' }],
    ['a URL with a token in its path', { url: 'https://h/hooks/hunter-two' }],
    ['a URL that ends after its password', { url: 'https://u:hunter-two' }],
    ['a URL with a password that YAML cuts at a comma', { tls: '{ ca_file: nowhere, https://u:hunter-two,x@h: }' }],
    ['a password of such a URL elsewhere', { url: 'https://u:hunter-two', poll: '{ interval: hunter-two }' }],
    ['a URL in place of another text', { base_path: 'https://u:hunter-two' }],
    ['a pasted key', { tls: '{ ca_file: "-----BEGIN PRIVATE KEY-----\\nhunter-two" }' }],
    ['a word in place of a URL', { url: 'hunter-two' }],
    ['the name of a label', { labels: '{ hunter-two: }' }],
    ['an invalid name of a label', { labels: '{ "hunter two": x }' }],
  ])('%s', (_what, options) => {
    const { faults, message } = folder.errorOf(withSource(options), {
      WORD: 'from-the-environment',
    });
    expect(faults).not.toEqual([]);
    expect(message).not.toMatch(/hunter.two|271828|from-the-environment/);
  });

  it('a label that contains itself', () => {
    expect(folder.faultsOf(withSource({ labels: '&labels { site: *labels }' }))).toMatchObject({
      'sources[0].labels.site': 'expected a value, got an alias to what it is part of',
    });
  });
});

describe('no configuration, however wrong,', () => {
  /** Every secret begins with a word of this form. */
  const SECRET = /Zq[a-z0-9]{6}/;
  const word = fc.stringMatching(/^Zq[a-z0-9]{6}$/);
  const secret = fc
    .tuple(word, fc.constantFrom('', ' ', '@', ':', '/', '#x', '\n', 'é', '"', '${X}'))
    .map(([text, end]) => text + end);
  const inPlaceOfSecret = fc.oneof(
    secret,
    secret.map((text) => [text]),
    secret.map((text) => ({ [text]: text })),
    secret.map((text) => ({ password: { value: text } })),
    secret.map((text) => `https://u:${text}@10.0.0.1`),
  );
  /** `COPY` stands for the secret in `store.url`. */
  const value = fc.oneof(
    fc.constantFrom<unknown>('East', '10s', 'a b', '/api/', 'nowhere', 7, -1, true, null, [], {}, ['x'], { a: 1 }),
    fc.constantFrom('${ENV}', 'x-${ENV}', '${NONE}', '${', 'COPY', 'x-COPY', ['COPY']),
    secret.map((text) => `https://u:${text}@10.0.0.1`),
    secret.map((text) => `https://10.0.0.1?token=${text}`),
    secret.map((text) => `https://10.0.0.1/hooks/${text}`),
    secret.map((text) => `redis://u:${text}`),
  );
  const auth = fc.oneof(
    inPlaceOfSecret,
    fc.record({
      basic: fc.record({ username: inPlaceOfSecret, password: inPlaceOfSecret, password_file: inPlaceOfSecret }),
      bearer: fc.oneof(inPlaceOfSecret, fc.record({ token: inPlaceOfSecret, token_file: secret })),
      certificate: fc.record({ cert_file: secret, key_file: inPlaceOfSecret }),
    }),
  );
  const redisAuth = fc.oneof(auth, fc.record({ username: secret, password: inPlaceOfSecret, password_file: secret }));
  const tls = fc.oneof(value, fc.record({ ca_file: value, insecure: value, key: inPlaceOfSecret }));
  const configuration = fc.record({
    server: fc.oneof(value, fc.record({ host: value, port: value, pasword: inPlaceOfSecret })),
    store: fc.record({
      kind: fc.oneof(fc.constantFrom('redis', 'embedded'), value),
      path: value,
      url: word,
      sentinel: fc.record({ master: value, nodes: fc.oneof(value, fc.array(value)), auth: redisAuth }),
      cluster: fc.record({ nodes: fc.array(value) }),
      auth: redisAuth,
      tls,
      namespace: value,
    }),
    retention: fc.oneof(value, fc.record({ terminal: value, max_jobs: value })),
    defaults: fc.oneof(
      value,
      fc.record({
        auth,
        tls,
        labels: value,
        poll: value,
        ontap: fc.oneof(value, fc.record({ auth, tls, poll: value })),
      }),
    ),
    sources: fc.array(
      fc.oneof(
        value,
        fc.record({
          name: fc.oneof(fc.constant('east'), value),
          kind: fc.oneof(fc.constantFrom('ontap', 'unified-manager'), value),
          url: fc.oneof(fc.constantFrom('https://10.0.0.1', 'http://10.0.0.1'), value),
          base_path: value,
          auth,
          tls,
          poll: fc.record({ interval: fc.constantFrom('${PACE}', '5m', 3), finished_job_ttl: value, memory: value }),
          labels: fc.oneof(value, fc.dictionary(fc.oneof(word, fc.constant('site')), value)),
          token: inPlaceOfSecret,
        }),
      ),
    ),
    passphrase: inPlaceOfSecret,
  });

  it('makes a message show a secret', () => {
    const environment = { ENV: 'Zqenviro', PACE: '270s' };
    let shown = 0;
    fc.assert(
      fc.property(configuration, (config) => {
        const { faults, message } = folder.errorOf(
          JSON.stringify(config).replaceAll('COPY', config.store.url),
          environment,
        );
        expect(message + inspect(faults)).not.toMatch(SECRET);
        shown += message.match(/, got "/g)?.length ?? 0;
      }),
      { numRuns: 300 },
    );
    expect(shown).toBeGreaterThan(300);
  });
});
