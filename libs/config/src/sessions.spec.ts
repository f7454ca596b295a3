import { ConfigFolder, STORE } from './testing/config-folder.js';

const folder = new ConfigFolder();
const JWT = 'issuer: https://login.example.net/realm, audience: gateway, roles_claim: groups';
const withSession = (session: string) => `${STORE}access: { session: ${session} }\n`;
const withJwt = (options: string, jwt = JWT) => `${STORE}access: { jwt: { ${jwt}, ${options} } }\n`;

describe('access.session.key_file', () => {
  const KEY = 'a-key-of-32-characters-or-of-more';

  it('is read, watched, shown by nothing, and part of what a reload compares', () => {
    folder.save('session.key', `${KEY}\n`);
    const first = folder.load(withSession('{ key_file: session.key }'));
    expect(first.access?.sessionKey?.reveal()).toBe(KEY);
    expect(first.files).toContain(folder.at('session.key'));
    expect(JSON.stringify(first)).not.toContain(KEY);
    folder.save('session.key', `${KEY}x\n`);
    expect(folder.load(withSession('{ key_file: session.key }')).accessFingerprint).not.toBe(first.accessFingerprint);
  });

  it('may be left out', () => {
    for (const session of ['{}', '', '{ key_file: }']) {
      expect(folder.load(withSession(session)).access).toEqual({ tokens: [], certificates: [] });
    }
  });

  it.each(['x'.repeat(31), `${KEY} ${KEY}`, '', `${KEY}\n${KEY}`])('is rejected with the text %j', (text) => {
    folder.save('session.key', text);
    const faults = folder.faultsOf(withSession('{ key_file: session.key }'));
    expect(faults).toEqual({
      'access.session.key_file': expect.stringMatching(/to hold one line of at least 32 visible ASCII characters/),
    });
    if (text !== '') expect(JSON.stringify(faults)).not.toContain(text);
  });

  it('keeps its rule if it is the file of a password too', () => {
    folder.save('session.key', 'short');
    const source = `{ name: east, kind: ontap, url: https://10.0.0.1, auth: { basic: { username: a, password_file: session.key } } }`;
    const faults = folder.faultsOf(`${withSession('{ key_file: session.key }')}sources: [${source}]\n`);
    expect(Object.keys(faults)).toEqual(['access.session.key_file']);
  });
});

describe('access.jwt.client_id', () => {
  it('makes the gateway a client of the provider, by default without a secret', () => {
    const { access } = folder.load(withJwt('client_id: portal'));
    expect(access?.jwt?.client).toEqual({ id: 'portal', scope: 'openid profile' });
    expect(folder.load(`${STORE}access: { jwt: { ${JWT} } }\n`).access?.jwt?.client).toBeUndefined();
  });

  it('can have a secret and scopes', () => {
    folder.save('client.secret', 'secret of the client\n');
    const loaded = folder.load(withJwt('client_id: portal, client_secret_file: client.secret, scope: openid groups'));
    const { client } = loaded.access?.jwt ?? {};
    expect([client?.scope, client?.secret?.reveal()]).toEqual(['openid groups', 'secret of the client']);
    expect(JSON.stringify(loaded)).not.toContain('secret of the client');
  });

  it.each([
    ['without client_id', 'scope: openid', { scope: 'expected client_id beside it, got none' }],
    ['without openid', 'client_id: a, scope: profile', { scope: expect.stringMatching(/^expected scopes .* openid/) }],
    ['with two spaces', 'client_id: a, scope: openid  b c', { scope: expect.stringMatching(/^expected scopes/) }],
    [
      'without a file',
      'client_id: a, client_secret_file: hunter-two',
      { client_secret_file: expect.stringMatching(/^the file it names cannot be read/) },
    ],
  ])('is rejected %s', (_case, options, expected) => {
    const faults = folder.faultsOf(withJwt(options));
    const named = Object.entries(expected).map(([name, fault]) => [`access.jwt.${name}`, fault] as const);
    expect(faults).toEqual(Object.fromEntries(named));
  });

  it('needs an issuer that can be found', () => {
    folder.save('keys.json', '{"keys":[{"kty":"EC","kid":"1"}]}');
    const jwt = JWT.replace('https://login.example.net/realm', 'storage');
    const faults = folder.faultsOf(withJwt('jwks_file: keys.json, client_id: portal', jwt));
    expect(Object.keys(faults)).toEqual(['access.jwt.issuer']);
    expect(folder.load(withJwt('jwks_file: keys.json', jwt)).access?.jwt?.issuer).toBe('storage');
  });
});
