import { inspect } from 'node:util';

import { generate } from 'selfsigned';

import { ConfigFolder, withSource } from './testing/config-folder.js';

const PLANTED = 'hunter-two';
const DIGITS = '0123456789abcdef'.repeat(4);
const COLONS = DIGITS.toUpperCase().replace(/(..)(?!$)/g, '$1:');
const folder = new ConfigFolder();

/** The connection of a file with one source with these options. */
function connectionOf(options: Readonly<Record<string, string>>) {
  return folder.load(withSource(options)).sources[0]!.connection;
}

describe('tls.server_name', () => {
  it.each(['cluster1.example', '10.0.0.2', '"fd00::1"'])('can be %s', (name) => {
    expect(connectionOf({ tls: `{ server_name: ${name} }` }).tls).toEqual({
      serverName: name.replaceAll('"', ''),
      insecure: false,
    });
  });

  it('can be used with insecure: the name is sent all the same', () => {
    expect(connectionOf({ tls: '{ server_name: a, insecure: true }' }).tls).toEqual({
      serverName: 'a',
      insecure: true,
    });
  });

  it.each(['"a b"', '"https://a"', '"[::1]"', '""', '7'])('cannot be %s', (name) => {
    const { 'sources[0].tls.server_name': message } = folder.faultsOf(withSource({ tls: `{ server_name: ${name} }` }));
    expect(message).toMatch(/^expected an IP address or a host name, got /);
  });
});

describe('tls.fingerprint_sha256', () => {
  it.each([DIGITS, DIGITS.toUpperCase(), `"${COLONS}"`])('can be %s', (written) => {
    expect(connectionOf({ tls: `{ fingerprint_sha256: ${written} }` }).tls).toEqual({
      fingerprint: DIGITS,
      insecure: false,
    });
  });

  it.each([`"${DIGITS.slice(1)}"`, `"${COLONS}:00"`, `"sha256:${DIGITS}"`, `"${DIGITS.replace('0', 'g')}"`, '7'])(
    'cannot be %s',
    (written) => {
      const faults = folder.faultsOf(withSource({ tls: `{ fingerprint_sha256: ${written} }` }));
      expect(faults).toEqual({
        'sources[0].tls.fingerprint_sha256': expect.stringMatching(
          /^expected a SHA-256 of 64 hex digits, with or without colons, got /,
        ),
      });
    },
  );

  it('contradicts insecure', () => {
    const tls = (insecure: string) => withSource({ tls: `{ fingerprint_sha256: ${DIGITS}, insecure: ${insecure} }` });
    expect(folder.faultsOf(tls('true'))).toEqual({
      'sources[0].tls.insecure':
        'expected false: fingerprint_sha256 accepts one certificate, insecure accepts any, got true',
    });
    expect(folder.load(tls('false')).sources).toHaveLength(1);
  });

  it('can stand beside ca_file, which then has no effect', async () => {
    const pem = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
    folder.save('ca.pem', pem.cert);
    const tls = `{ fingerprint_sha256: ${DIGITS}, ca_file: ca.pem }`;
    expect(connectionOf({ tls }).tls).toEqual({ ca: pem.cert, fingerprint: DIGITS, insecure: false });
  });
});

describe('options of TLS', () => {
  it('are rejected without https, where they have no effect', () => {
    const tls = `{ server_name: a, fingerprint_sha256: ${DIGITS} }`;
    const message = 'expected an https address in url to go with it, got "http://127.0.0.1"';
    expect(folder.faultsOf(withSource({ url: 'http://127.0.0.1', tls }))).toEqual({
      'sources[0].tls.server_name': message,
      'sources[0].tls.fingerprint_sha256': message,
    });
  });

  it('of sources are not options of the store', () => {
    const { 'store.tls.server_name': message } = folder.faultsOf(
      'store: { kind: redis, url: "rediss://h", tls: { server_name: a } }',
    );
    expect(message).toBe('unknown key, expected ca_file or insecure');
  });
});

describe('a file of certificates', () => {
  it('is rejected if any of them cannot be read', async () => {
    const { cert } = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
    folder.save('ca.pem', `${cert}${cert.replace(/\n[^\n]{30}/, '\n')}`);
    expect(folder.faultsOf(withSource({ tls: '{ ca_file: ca.pem }' }))).toEqual({
      'sources[0].tls.ca_file': 'expected a file of PEM certificates, got "ca.pem"',
    });
    folder.save('ca.pem', `# two\n${cert}\n# and\r\n${cert}`);
    expect(folder.load(withSource({ tls: '{ ca_file: ca.pem }' })).sources).toHaveLength(1);
  });
});

describe('the proxy of a source', () => {
  it('has an address, and may have a login', () => {
    expect(connectionOf({}).proxy).toBeUndefined();
    expect(connectionOf({ proxy: '{ url: "http://Proxy.Example:3128/" }' }).proxy).toEqual({
      url: 'http://proxy.example:3128',
    });
    const login = '{ basic: { username: gateway, password: "${WORD}" } }';
    const yaml = withSource({ proxy: `{ url: "http://[::1]:3128", auth: ${login} }` });
    const { proxy } = folder.load(yaml, { WORD: PLANTED }).sources[0]!.connection;
    expect(proxy).toMatchObject({ url: 'http://[::1]:3128', login: { type: 'basic', username: 'gateway' } });
    expect(proxy?.login?.password.reveal()).toBe(PLANTED);
    expect(inspect(proxy, { depth: 9 }) + JSON.stringify(proxy)).not.toContain(PLANTED);
  });

  it('can have its password in a file, which is one of the source’s files', () => {
    folder.save('proxy.password', `${PLANTED}\n`);
    const login = '{ basic: { username: gateway, password_file: proxy.password } }';
    const load = () => folder.load(withSource({ proxy: `{ url: "http://proxy:3128", auth: ${login} }` })).sources[0]!;
    const before = load();
    expect(before.connection.proxy?.login?.password.reveal()).toBe(PLANTED);
    expect(before.files).toEqual([folder.at('proxy.password')]);
    folder.save('proxy.password', 'other\n');
    expect(load().fingerprint).not.toBe(before.fingerprint);
    expect(load().source.backendFingerprint).toBe(before.source.backendFingerprint);
  });

  it('makes the source another one when its password changes', () => {
    const load = (word: string) => {
      const login = `{ basic: { username: gateway, password: ${word} } }`;
      return folder.load(withSource({ proxy: `{ url: "http://proxy:3128", auth: ${login} }` })).sources[0]!.fingerprint;
    };
    expect(load('a')).not.toBe(load('b'));
    expect(load('a')).toBe(load('a'));
  });

  it.each(['https://proxy:3128', 'http://proxy:3128/path', 'socks5://proxy', 'proxy:3128', '7', ''])(
    'cannot have the address %s',
    (url) => {
      const faults = folder.faultsOf(withSource({ proxy: `{ url: "${url}" }` }));
      expect(faults).toEqual({
        'sources[0].proxy.url': expect.stringMatching(
          /^expected the origin of an HTTP proxy such as http:\/\/10\.0\.0\.9:3128, without path and credentials/,
        ),
      });
    },
  );

  it.each([
    ['in its URL', `{ url: "http://u:${PLANTED}@proxy:3128" }`],
    ['as its login', `{ url: "http://proxy:3128", auth: ${PLANTED} }`],
    [
      'as the file of its login',
      `{ url: "http://proxy", auth: { basic: { username: u, password_file: ${PLANTED} } } }`,
    ],
    ['twice', `{ url: "http://proxy", auth: { basic: { username: u, password: ${PLANTED}, password_file: x } } }`],
    ['as another login', `{ url: "http://proxy", auth: { bearer: { token: ${PLANTED} } } }`],
    ['as the proxy', PLANTED],
  ])('is rejected with a secret %s, which is not shown', (_where, proxy) => {
    const { faults, message } = folder.errorOf(withSource({ proxy }));
    expect(faults.length).toBeGreaterThan(0);
    expect(message + inspect(faults)).not.toContain(PLANTED);
  });

  it('needs a complete login or none', () => {
    const withAuth = (auth: string) => folder.faultsOf(withSource({ proxy: `{ url: "http://proxy", auth: ${auth} }` }));
    expect(withAuth('{}')).toEqual({ 'sources[0].proxy.auth.basic': 'expected a mapping, got nothing' });
    expect(withAuth('{ basic: { username: u } }')).toEqual({
      'sources[0].proxy.auth.basic': 'expected exactly one of password, password_file, got none',
    });
  });

  it('must be on loopback for plain http, unless tls.insecure is true', () => {
    const url = 'http://127.0.0.1:9000';
    const proxy = '{ url: "http://proxy.example:3128" }';
    expect(folder.faultsOf(withSource({ url, proxy }))).toEqual({
      'sources[0].url': `expected https: plain http through a proxy needs tls.insecure, got "${url}"`,
    });
    expect(connectionOf({ url, proxy, tls: '{ insecure: true }' }).url).toBe(url);
    expect(connectionOf({ url, proxy: '{ url: "http://localhost:3128" }' }).url).toBe(url);
  });
});
