import { inspect } from 'node:util';

import { SOURCE_KINDS } from '@gateway/core';

import { ConfigFolder, STORE, withSource } from './testing/config-folder.js';

const PLANTED = 'hunter-two';
const KIND_NAMES = `${SOURCE_KINDS.slice(0, -1).join(', ')} or ${SOURCE_KINDS.at(-1)}`;
const folder = new ConfigFolder();

describe('faults', () => {
  it('are reported all at once, each with its path', () => {
    const yaml = `
server: { host: "not a host", port: 65536, hots: 1 }
store: { kind: file }
retention: { terminal: 7, max_jobs: 0 }
sources:
  - { name: East, kind: netapp, url: "https://10.0.0.1/api", auth: {} }
  - name: west
    kind: ontap
    url: http://10.0.0.2
    base_path: /api/
    auth: { basic: { username: "a:b", password: "\${WORD}", password_file: nowhere } }
    tls: { ca_file: nowhere, insecure: maybe }
    poll: { interval: fast, timeout: 1h, retries: 3 }
    labels: { "a b": c }
  - { name: west, kind: service-engine, auth: { bearer: { token_file: nowhere } }, poll: [] }
  - text
extra: true
`;
    expect(folder.faultsOf(yaml)).toEqual({
      'server.host': 'expected an IP address or a host name, got "not a host"',
      'server.port': 'expected a whole number from 0 to 65535, got 65536',
      'server.hots': 'unknown key, expected host, port, tls, allowed_origins or trusted_proxies',
      'store.kind': 'expected embedded or redis, got "file"',
      'retention.terminal': 'expected a duration such as 5s, 2m or 7d, got 7',
      'retention.max_jobs': 'expected a whole number from 1 to 1000000000, got 0',
      'sources[0].name': 'expected a name of lower-case letters, digits and -, at most 63, got "East"',
      'sources[0].kind': `expected ${KIND_NAMES}, got "netapp"`,
      'sources[0].url':
        'expected an origin such as https://10.0.0.1:443, without path, query and credentials, got "https://10.0.0.1/…"',
      'sources[0].auth': 'expected exactly one of basic, bearer, certificate, got none',
      'sources[1].base_path': 'expected a path such as /api, without a slash at its end, got "/api/"',
      'sources[1].auth.basic': 'expected exactly one of password, password_file, got password and password_file',
      'sources[1].auth.basic.username': 'expected one line of text without a colon',
      'sources[1].auth.basic.password': 'the environment variable WORD is not set',
      'sources[1].auth.basic.password_file': 'the file it names cannot be read (ENOENT)',
      'sources[1].tls.ca_file': 'the file it names cannot be read (ENOENT)',
      'sources[1].tls.insecure': 'expected true or false, got "maybe"',
      'sources[1].poll.interval': 'expected a duration such as 5s, 2m or 7d, got "fast"',
      'sources[1].poll.timeout': 'expected a duration from 100ms to 5m, got "1h"',
      'sources[1].poll.retries': 'unknown key, expected interval, timeout or finished_job_ttl',
      'sources[1].labels':
        'expected a mapping of names (of letters, digits, _ and -) to texts of at most 256 characters, got a mapping with an invalid name (number 1)',
      'sources[2].name': 'expected a unique name, not that of sources[1], got "west"',
      'sources[2].url':
        'expected an origin such as https://10.0.0.1:443, without path, query and credentials, got nothing',
      'sources[2].auth.bearer.token_file': 'the file it names cannot be read (ENOENT)',
      'sources[2].poll': 'expected a mapping, got a list',
      'sources[3]': 'expected a mapping, got "text"',
      extra:
        'unknown key, expected server, access, store, limits, shutdown, retention, actions, audit, defaults, sources or sources_files',
    });
  });

  it('are reported once for each path, with the first reason only', () => {
    expect(folder.faultsOf(withSource({ poll: '{ interval: "${PACE}" }' }))).toEqual({
      'sources[0].poll.interval': 'the environment variable PACE is not set',
    });
    expect(folder.faultsOf(`${STORE}sources: [a, a]\n`)).toEqual({
      'sources[0]': 'expected a mapping, got "a"',
      'sources[1]': 'expected a mapping, got "a"',
    });
  });

  it('cause no further faults', () => {
    const certificate = '{ certificate: { cert_file: nowhere, key_file: "" } }';
    expect(Object.keys(folder.faultsOf(withSource({ kind: 'netapp', auth: certificate })))).toEqual([
      'sources[0].kind',
      'sources[0].auth.certificate.key_file',
      'sources[0].auth.certificate.cert_file',
    ]);
    expect(folder.faultsOf(withSource({ kind: 'service-engine', auth: '' }))).toEqual({
      'sources[0].auth': 'expected a login, here or in defaults, got nothing',
    });
  });

  it('are all in the message of the error, under the name of the file', () => {
    const { message } = folder.errorOf('server: 1\n');
    expect(message.split('\n')).toEqual([
      `${folder.at('gateway.yaml')} cannot be used:`,
      '  server: expected a mapping, got a number (1)',
      '  store: expected a mapping, got nothing',
    ]);
  });

  it.each([
    ['sources: 5', 'expected a list of mappings, got a number (5)'],
    ['sources: { name: east }', 'expected a list of mappings, got a mapping'],
    ['sources: [[]]', 'expected a list of mappings, got a list'],
  ])('report a value that is not a list: %s', (yaml, message) => {
    expect(folder.faultsOf(`${STORE}${yaml}\n`)).toEqual({ sources: message });
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))('report the key %s, which every object has', (key) => {
    const message = `the name ${key} cannot be used`;
    expect(Object.values(folder.faultsOf(`${STORE}server: { ${key}: { port: 1 } }\n`))).toEqual([message]);
    expect(Object.values(folder.faultsOf(withSource({ labels: `{ ${key}: lab }` })))).toEqual([message]);
  });

  it('report missing options of a store and options of the other kind', () => {
    expect(folder.faultsOf('store: { kind: redis, path: ./data }')).toEqual({
      store: 'expected exactly one of url, sentinel, cluster, got none',
      'store.path': 'not for kind redis, got "./data"',
    });
    expect(folder.faultsOf('store: { kind: embedded, namespace: jobs, url: "redis://h" }')).toEqual({
      'store.path': 'needed with kind embedded, got nothing',
      'store.url': 'not for kind embedded',
      'store.namespace': 'not for kind embedded, got "jobs"',
    });
    expect(folder.faultsOf('store: { kind: redis, url: "http://host" }')).toEqual({
      'store.url': 'expected a URL such as redis://host:6379 or rediss://host:6379',
    });
  });

  it('report several addresses of a store, and a login or TLS that does not match its address', () => {
    const redis = (options: string) => folder.faultsOf(`store: { kind: redis, ${options} }`);
    expect(redis('url: "redis://h", cluster: { nodes: ["redis://h"] }')).toEqual({
      store: 'expected exactly one of url, sentinel, cluster, got url and cluster',
    });
    expect(redis('url: "redis://u:p@h", auth: { password: w }, tls: { insecure: true }')).toEqual({
      'store.auth': 'expected the login here or in store.url, not in both',
      'store.tls': 'expected addresses with rediss: to go with it, got redis:',
    });
    expect(redis('url: "rediss://h", auth: { username: u }, tls: { ca_file: nowhere }')).toEqual({
      'store.auth': 'expected exactly one of password, password_file, got none',
      'store.tls.ca_file': 'the file it names cannot be read (ENOENT), got "nowhere"',
    });
  });

  it('report invalid nodes of a store', () => {
    const nodes = 'a list of addresses such as redis://10.0.0.1:6379, without credentials';
    const yaml = (options: string) => `store: { kind: redis, ${options} }`;
    expect(folder.faultsOf(yaml('sentinel: { nodes: ["redis://u:p@h"], auth: { password_file: nowhere } }'))).toEqual({
      'store.sentinel.master': 'expected a name of letters, digits, ., _ and -, got nothing',
      'store.sentinel.nodes': `expected ${nodes}, got a list`,
      'store.sentinel.auth.password_file': 'the file it names cannot be read (ENOENT)',
    });
    expect(folder.faultsOf(yaml('cluster: { nodes: [] }'))).toEqual({
      'store.cluster.nodes': `expected ${nodes}, got a list`,
    });
    expect(folder.faultsOf(yaml('cluster: { nodes: ["redis://a", "rediss://b"], name: x }'))).toEqual({
      'store.cluster.name': 'unknown key, expected nodes',
      'store.cluster.nodes': 'expected addresses that are all redis or all rediss, got a list',
    });
  });
});

describe('a secret', () => {
  const environment = { WORD: PLANTED };
  it.each([
    ['as a login of the wrong type', withSource({ auth: PLANTED })],
    ['as a list', withSource({ auth: `{ basic: { username: u, password: [${PLANTED}] } }` })],
    ['as a mapping', withSource({ auth: `{ basic: { username: u, password: { text: ${PLANTED} } } }` })],
    ['as a key in place of a pair', withSource({ auth: `{ basic: { username: u, ${PLANTED} } }` })],
    [
      'as a key that looks like an option',
      withSource({ auth: `{ basic: { username: u, ${PLANTED.replace('-', '_')} } }` }),
    ],
    ['as a key beside the login', withSource({ [PLANTED]: 'x' })],
    [
      'beside an unknown key',
      withSource({ auth: `{ basic: { user: u, pasword: ${PLANTED}, password: ${PLANTED} } }` }),
    ],
    ['under an unknown key', withSource({ password: PLANTED })],
    ['as the name of its file', withSource({ auth: `{ basic: { username: u, password_file: ${PLANTED} } }` })],
    ['in the URL', withSource({ url: `https://u:${PLANTED}@10.0.0.1` })],
    ['in the URL of the store', `store: { kind: redis, url: "http://u:${PLANTED}@host" }`],
    ['in the nodes of the store', `store: { kind: redis, cluster: { nodes: ["redis://u:${PLANTED}@host"] } }`],
    ['as the login of the store', `store: { kind: redis, url: "redis://h", auth: ${PLANTED} }`],
    ['as a key in the login of the store', `store: { kind: redis, url: "redis://h", auth: { hunter_two } }`],
    [
      'as the file of the login of the store',
      `store: { kind: redis, url: "redis://h", auth: { password_file: ${PLANTED} } }`,
    ],
    ['as the login of Sentinels', `store: { kind: redis, sentinel: { nodes: [${PLANTED}], auth: { ${PLANTED}: x } } }`],
    ['twice', withSource({ auth: `{ bearer: { token: ${PLANTED}, token_file: ${PLANTED} } }` })],
    ['as a user name with a colon', withSource({ auth: `{ basic: { username: "u:${PLANTED}" } }` })],
    ['over two lines', withSource({ auth: `{ bearer: { token: "${PLANTED}\\n${PLANTED}" } }` })],
    ['from a variable, where a duration belongs', withSource({ poll: '{ interval: "${WORD}" }' })],
    ['from a variable, where a kind belongs', withSource({ kind: '${WORD}' })],
    ['from a variable, where a label belongs', withSource({ labels: '[ "${WORD}" ]' })],
    ['as an alias', withSource({ auth: `{ bearer: { token: *${PLANTED} } }` })],
    ['as a tag', withSource({ auth: `{ bearer: { token: !${PLANTED} x } }` })],
    ['in a line that is not YAML', withSource({ auth: `{ bearer: { token: "x" ${PLANTED} ] }` })],
    ['after a reserved character', withSource({ auth: `{ bearer: { token: @${PLANTED} } }` })],
    ['as a key twice', withSource({ auth: `{ bearer: { ${PLANTED}: 1, ${PLANTED}: 2 } }` })],
  ])('is not shown in a fault: %s', (_where, yaml) => {
    const { message, faults } = folder.errorOf(yaml, environment);
    expect(faults.length).toBeGreaterThan(0);
    expect(message + inspect(faults)).not.toMatch(/hunter.two/);
  });

  it('is not shown in a printed configuration', () => {
    const auth = `{ basic: { username: u, password: ${PLANTED} } }`;
    const config = folder.load(withSource({ auth }));
    expect(inspect(config, { depth: 9 }) + JSON.stringify(config)).not.toContain(PLANTED);
  });
});
