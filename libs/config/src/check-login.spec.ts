import { inspect } from 'node:util';

import { generate } from 'selfsigned';

import { ConfigFolder, withSource } from './testing/config-folder.js';

const PLANTED = 'hunter-two';
const folder = new ConfigFolder();
let pem: { readonly cert: string; readonly private: string };
beforeAll(async () => {
  pem = await generate([{ name: 'commonName', value: 'gateway' }], { keyType: 'ec' });
});

describe('a login', () => {
  it.each([
    ['{}', 'none'],
    ['{ basic: , bearer: }', 'none'],
    ['{ basic: { username: u, password: p }, bearer: { token: t } }', 'basic and bearer'],
  ])('has exactly one type: %s', (auth, given) => {
    expect(folder.faultsOf(withSource({ auth }))).toEqual({
      'sources[0].auth': `expected exactly one of basic, bearer, certificate, got ${given}`,
    });
  });

  it('has its secret in the configuration or in a separate file', () => {
    expect(folder.faultsOf(withSource({ auth: '{ bearer: {} }' }))).toEqual({
      'sources[0].auth.bearer': 'expected exactly one of token, token_file, got none',
    });
    expect(folder.faultsOf(withSource({ auth: '{ basic: { username: u } }' }))).toEqual({
      'sources[0].auth.basic': 'expected exactly one of password, password_file, got none',
    });
  });

  it.each([
    ['a newline', 'first\n'],
    ['a carriage return and a newline', 'first\r\n'],
    ['nothing', 'first'],
  ])('leaves out %s at the end of a secret file', (_name, text) => {
    folder.save('token', text);
    const { login } = folder.load(withSource({ auth: '{ bearer: { token_file: token } }' })).sources[0]!.connection;
    if (login.type !== 'bearer') throw new Error(login.type);
    expect(login.token.reveal()).toBe('first');
    expect(inspect(login)).not.toContain('first');
  });

  const PASSWORD = '{ basic: { username: u, password_file: word } }';
  const TOKEN = '{ bearer: { token_file: word } }';

  it.each([
    ['nothing', '', 'one line of text'],
    ['a newline', '\n', 'one line of text'],
    ['two lines', `${PLANTED}\nmore\n`, 'one line of text'],
  ])('rejects a secret file that holds %s', (_name, text, expected) => {
    folder.save('word', text);
    const { faults, message } = folder.errorOf(withSource({ auth: PASSWORD }));
    expect(faults).toEqual([
      {
        path: 'sources[0].auth.basic.password_file',
        message: `expected the file it names, ${folder.at('word')}, to hold ${expected}`,
      },
    ]);
    expect(message).not.toContain(PLANTED);
  });

  it.each([
    ['Latin-1', Buffer.from(`${PLANTED}ü`, 'latin1'), 'is not UTF-8 in line 1'],
    ['a byte order mark', Buffer.from(`\uFEFF${PLANTED}`), 'begins with a byte order mark, expected UTF-8 without one'],
    ['UTF-16', Buffer.from(PLANTED, 'utf16le'), 'has a NUL character in line 1'],
    ['more than 64 kB', Buffer.alloc(64 * 1024 + 3, 'x'), 'is larger than 64 kB'],
  ])('rejects a secret file with %s, and says so', (_name, bytes, reason) => {
    folder.save('word', bytes);
    const { faults, message } = folder.errorOf(withSource({ auth: PASSWORD }));
    expect(faults).toEqual([
      {
        path: 'sources[0].auth.basic.password_file',
        message: `the file it names, ${folder.at('word')}, ${reason}`,
      },
    ]);
    expect(message).not.toContain(PLANTED);
  });

  it('may have a secret of 64 kB with a newline, in any characters of UTF-8', () => {
    const text = 'pässwörd-日本'.padEnd(32 * 1024, 'ü').slice(0, 32_000);
    folder.save('word', `${text}\r\n`);
    const { login } = folder.load(withSource({ auth: PASSWORD })).sources[0]!.connection;
    expect(login.type === 'basic' && login.password.reveal()).toBe(text);
    folder.save('word', `${'x'.repeat(64 * 1024)}\r\n`);
    expect(folder.load(withSource({ auth: PASSWORD })).sources).toHaveLength(1);
  });

  it.each([
    ['of more than 64 kB', 'x'.repeat(64 * 1024 + 1), 'one line of text of at most 64 kB'],
    ['with a byte order mark', '\uFEFFpass', 'one line of text without a byte order mark'],
  ])('rejects a secret %s in the environment', (_name, WORD, expected) => {
    const auth = '{ basic: { username: u, password: "${WORD}" } }';
    expect(folder.faultsOf(withSource({ auth }), { WORD })).toEqual({
      'sources[0].auth.basic.password': `expected ${expected}`,
    });
  });

  it.each(['tökén', 'two words'])('rejects a token that a header must not contain: %s', (token) => {
    const expected = 'one line of visible ASCII characters without spaces';
    folder.save('word', token);
    expect(folder.faultsOf(withSource({ auth: TOKEN }))).toEqual({
      'sources[0].auth.bearer.token_file': `expected the file it names, ${folder.at('word')}, to hold ${expected}`,
    });
    expect(folder.faultsOf(withSource({ auth: `{ bearer: { token: "${token}" } }` }))).toEqual({
      'sources[0].auth.bearer.token': `expected ${expected}`,
    });
  });

  it('by certificate reads certificate and key, for ontap only', () => {
    folder.save('east.crt', pem.cert);
    folder.save('east.key', pem.private);
    const auth = '{ certificate: { cert_file: east.crt, key_file: east.key } }';
    const { login } = folder.load(withSource({ auth })).sources[0]!.connection;
    if (login.type !== 'certificate') throw new Error(login.type);
    expect([login.cert, login.key.reveal()]).toEqual([pem.cert, pem.private]);
    for (const kind of ['service-engine', 'unified-manager']) {
      expect(folder.faultsOf(withSource({ kind, auth }))).toEqual({
        'sources[0].auth.certificate': `expected basic or bearer with kind ${kind}, got certificate`,
      });
    }
  });

  it('rejects files that are not a certificate and its key, and a CA file that is not one', () => {
    folder.save('east.crt', pem.cert);
    folder.save('east.key', PLANTED);
    const auth = '{ certificate: { cert_file: east.crt, key_file: east.key } }';
    const { faults, message } = folder.errorOf(withSource({ auth, tls: '{ ca_file: east.key }' }));
    expect(faults).toEqual([
      {
        path: 'sources[0].auth.certificate',
        message: 'expected files of a PEM certificate and its unencrypted private key',
      },
      { path: 'sources[0].tls.ca_file', message: 'expected a file of PEM certificates' },
    ]);
    expect(message).not.toContain(PLANTED);
  });
});
