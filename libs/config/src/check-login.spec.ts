import { mkdirSync } from 'node:fs';
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

  it('reads a secret file at each use, without the newline at its end', () => {
    mkdirSync(folder.at('secrets'));
    folder.save('secrets/token', 'first\n');
    const { login } = folder.load(withSource({ auth: '{ bearer: { token_file: secrets/token } }' })).sources[0]!
      .connection;
    if (login.type !== 'bearer') throw new Error(login.type);
    expect(login.token.reveal()).toBe('first');
    folder.save('secrets/token', 'second\r\n');
    expect(login.token.reveal()).toBe('second');
    expect(inspect(login)).not.toContain('second');
  });

  it.each([
    ['empty', ''],
    ['a newline', '\n'],
    ['two lines', `${PLANTED}\nmore\n`],
  ])('rejects a secret file that holds %s', (_name, text) => {
    folder.save('word', text);
    const { faults, message } = folder.errorOf(withSource({ auth: '{ basic: { username: u, password_file: word } }' }));
    expect(faults).toEqual([
      { path: 'sources[0].auth.basic.password_file', message: 'expected the file it names to hold one line of text' },
    ]);
    expect(message).not.toContain(PLANTED);
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
