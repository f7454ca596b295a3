import { generateKeyPairSync } from 'node:crypto';

import { ConfigFolder, STORE } from './testing/config-folder.js';

const folder = new ConfigFolder();
const SHA256 = 'Ab'.repeat(32);
const JWT = 'issuer: https://login.example.net/realms/storage, audience: gateway, roles_claim: groups';
const withAccess = (access: string) => `${STORE}access: ${access}\n`;
const withToken = (more: string) =>
  withAccess(`{ tokens: [{ name: portal, sha256: "${SHA256}", role: viewer, ${more} }] }`);
const withHost = (host: string) => `${STORE}server: { host: "${host}" }\n`;
const jwk = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

describe('the host, without access rules', () => {
  it.each([
    ...['0.0.0.0', '::', '10.0.0.1', '192.168.0.7', '128.0.0.1', 'fe80::1', '2001:db8::1', '0:0:0:0:0:0:0:0'],
    ...['::ffff:0.0.0.0', '::ffff:10.0.0.1', '::ffff:0:0', '::2', '0', '127.1', '0x7f000001', '2130706433'],
    ...['gateway.example.net', 'localhost.example.net', 'localhost.', '127.0.0.1.example.net', 'gateway'],
  ])('may not be %s', (host) => {
    const faults = folder.faultsOf(withHost(host));
    expect(Object.keys(faults)).toEqual(['server.host']);
  });

  it('may not be another one by a variable, an empty text or a default that is missing', () => {
    expect(Object.keys(folder.faultsOf(withHost('${HOST}'), { HOST: '0.0.0.0' }))).toEqual(['server.host']);
    expect(Object.keys(folder.faultsOf(withHost('')))).toEqual(['server.host']);
    expect(folder.load(`${STORE}server: {}\n`).server.host).toBe('127.0.0.1');
  });

  it('is refused with the reason and both ways out', () => {
    expect(folder.faultsOf(withHost('0.0.0.0'))['server.host']).toBe(
      'expected a loopback address such as 127.0.0.1, because there is no access section and everybody would be an ' +
        'admin: add access (npm start -- token NAME prints a token for it), or listen on 127.0.0.1, got "0.0.0.0"',
    );
  });

  it.each(['127.0.0.1', '127.255.0.9', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', '::ffff:7f00:1', 'localhost'])(
    'may be %s',
    (host) => {
      expect(folder.load(withHost(host)).server.host).toBe(host);
    },
  );

  it.each(['{}', 'null', '{ tokens: [] }', '{ anonymous: viewer }'])('may be any one with the rules %s', (access) => {
    const { access: rules, server } = folder.load(withHost('0.0.0.0') + `access: ${access}\n`);
    expect([server.host, rules?.tokens]).toEqual(['0.0.0.0', []]);
  });
});

describe('the access rules', () => {
  it('are read with their defaults', () => {
    const { access } = folder.load(
      withAccess(`
  anonymous: viewer
  tokens:
    - { name: portal, sha256: "${SHA256}", role: operator, sources: "source.labels.site=lab", expires: 2027-01-31 }
  jwt: { ${JWT}, roles: [{ claim: lab, role: admin }] }
  certificates: [{ subject: "CN=portal", role: viewer }]`),
    );
    expect(access).toEqual({
      anonymous: { role: 'viewer' },
      tokens: [
        {
          ...{ name: 'portal', sha256: SHA256.toLowerCase(), role: 'operator' },
          ...{ sources: expect.objectContaining({ text: 'source.labels.site=lab' }), expiresAt: Date.UTC(2027, 0, 31) },
        },
      ],
      jwt: {
        ...{ issuer: 'https://login.example.net/realms/storage', audience: 'gateway', keys: { from: 'discovery' } },
        ...{ nameClaim: 'sub', rolesClaim: 'groups', roles: [{ claim: 'lab', role: 'admin' }] },
      },
      certificates: [{ subject: 'CN=portal', role: 'viewer' }],
    });
  });

  it.each(['', '{}', 'null', '{ anonymous: null, tokens: null }'])(
    'give nobody anything if they are empty: %s',
    (empty) => {
      expect(folder.load(withAccess(empty)).access).toEqual({ tokens: [], certificates: [] });
    },
  );

  it('may give everybody a role for some sources', () => {
    const { access } = folder.load(withAccess('{ anonymous: { role: viewer, sources: "source.name=lab-*" } }'));
    expect(access?.anonymous).toMatchObject({ role: 'viewer', sources: { text: 'source.name=lab-*' } });
  });

  it.each([
    ['anonymous', '{ anonymous: reader }', /^expected viewer, operator, admin, or a mapping/],
    ['anonymous.role', '{ anonymous: { sources: "source.name=a" } }', /^missing|^expected/],
    ['anonymous.sources', '{ anonymous: { role: viewer, sources: "state=running" } }', /^expected .*position/],
    ['other', '{ other: 1 }', /^unknown key/],
    ['certificates[0].subject', '{ certificates: [{ subject: portal, role: viewer }] }', /^expected a subject such as/],
    ['jwt.roles_claim', '{ jwt: { issuer: "https://a.example", audience: b } }', /./],
    ['jwt.issuer', `{ jwt: { ${JWT.replace('https', 'http')} } }`, /plain http is for loopback/],
    ['jwt.issuer', `{ jwt: { ${JWT.replace('storage', 'storage?a=b')} } }`, /without query/],
    ['jwt.jwks_url', `{ jwt: { ${JWT}, jwks_url: "http://login.example.net/keys" } }`, /plain http is for loopback/],
    ['jwt.jwks_url', `{ jwt: { ${JWT}, jwks_url: "https://user:word@login.example.net/" } }`, /without credentials/],
    ['jwt', `{ jwt: { ${JWT}, jwks_url: "https://a.example/", jwks_file: keys.json } }`, /at most one of/],
    ['jwt.jwks_file', `{ jwt: { ${JWT}, jwks_file: missing.json } }`, /./],
  ])('are rejected at access.%s: %s', (path, access, message) => {
    expect(folder.faultsOf(withAccess(access))).toEqual({ [`access.${path}`]: expect.stringMatching(message) });
  });

  it.each([
    ['role', 'role: root'],
    ['sha256', 'sha256: 00ff'],
    ['sha256', `sha256: "${SHA256}0"`],
    ['sha256', 'sha256: hunter-two'],
    ['name', 'name: "two\\nlines"'],
    ['name', `name: ${'x'.repeat(129)}`],
    ['name', 'name: "-"'],
    ['expires', 'expires: tomorrow'],
    ['expires', 'expires: 2027-02-30'],
    ['expires', 'expires: 2027-01-31T12:00:00'],
    ['sources', 'sources: name=east'],
    ['sources', 'sources: "source.nothing=east"'],
    ['sources', 'sources: ""'],
    ['token', 'token: hunter-two'],
  ])('are rejected at the option of a token: %s, %s', (option, text) => {
    const name = text.slice(0, text.indexOf(':'));
    const yaml = withToken(text).replace(new RegExp(` ${name}: [^,]*,(?=.* ${name}:)`), '');
    const faults = folder.faultsOf(yaml);
    expect(Object.keys(faults)).toEqual([`access.tokens[0].${option}`]);
    expect(JSON.stringify(faults)).not.toContain('hunter-two');
  });

  it('have one name for each token', () => {
    const rule = (name: string, sha256: string) => `{ name: ${name}, sha256: "${sha256}", role: viewer }`;
    const both = (first: string, second: string, sha256 = SHA256.toLowerCase()) =>
      withAccess(`{ tokens: [${rule(first, SHA256)}, ${rule(second, sha256)}] }`);
    expect(folder.faultsOf(both('portal', 'other'))).toEqual({
      'access.tokens[1].name': 'expected the name of the other rule for this token, got "other"',
    });
    expect(folder.load(both('portal', 'portal')).access?.tokens).toHaveLength(2);
    // Two tokens of one caller, while one replaces the other.
    expect(folder.load(both('portal', 'portal', 'cd'.repeat(32))).access?.tokens).toHaveLength(2);
  });

  it('have public keys only, in a file that is watched', () => {
    const { privateKey, publicKey } = jwk();
    const yaml = withAccess(`{ jwt: { ${JWT}, jwks_file: keys.json } }`);
    const save = (...keys: readonly object[]) => folder.save('keys.json', JSON.stringify({ keys }));
    save(publicKey.export({ format: 'jwk' }));
    expect(folder.load(yaml)).toMatchObject({
      access: { jwt: { keys: { from: 'file', text: expect.stringContaining('P-256') } } },
      files: expect.arrayContaining([folder.at('keys.json')]),
    });
    const secret = privateKey.export({ format: 'jwk' });
    for (const keys of [
      [secret],
      [publicKey.export({ format: 'jwk' }), { kty: 'oct', k: 'aGk' }],
      [],
      [{ kty: 'x' }],
    ]) {
      save(...keys);
      const faults = folder.faultsOf(yaml);
      expect(Object.keys(faults)).toEqual(['access.jwt.jwks_file']);
      expect(JSON.stringify(faults)).not.toContain(String(secret.d));
    }
    folder.save('keys.json', 'no JSON');
    expect(Object.keys(folder.faultsOf(yaml))).toEqual(['access.jwt.jwks_file']);
  });

  it('differ in their fingerprint exactly if they differ', () => {
    const print = (access: string) => folder.load(withAccess(access)).accessFingerprint;
    const [viewer, operator] = ['{ anonymous: viewer }', '{ anonymous: operator }'].map(print);
    expect(print('{ anonymous: viewer }')).toBe(viewer);
    expect(operator).not.toBe(viewer);
    expect(folder.load(STORE).accessFingerprint).not.toBe(print('{}'));
  });
});
