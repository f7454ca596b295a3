import { tlsFailure } from './handshake-errors.js';

const failing = (code: string, message = '') => Object.assign(new Error(message), { code });

describe('an error of the TLS library', () => {
  it.each([
    ['ERR_SSL_WRONG_VERSION_NUMBER', /^the server does not use TLS on this port: .* \(wrong_version_number\)$/],
    ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', /^server and gateway have no version of TLS in common: /],
    ['ERR_SSL_UNSUPPORTED_PROTOCOL', /^server and gateway have no version of TLS in common: /],
    ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', /^the server refuses the handshake: /],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', /^the server refuses the handshake: /],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', /^the server refuses the client certificate, or requires one: /],
    ['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', /^the server refuses the client certificate, or requires one: /],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', /^the server requires a client certificate: /],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', /set tls\.server_name \(tlsv1_unrecognized_name\)$/],
    ['ERR_SSL_DH_KEY_TOO_SMALL', /^the TLS handshake failed \(dh_key_too_small\)$/],
  ])('%s is a sentence', (code, sentence) => {
    expect(tlsFailure(failing(code))).toMatch(sentence);
  });

  it('has its reason in the message if something was being written', () => {
    const message =
      'write EPROTO 40B7:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl3_record.c:354:\n';
    expect(tlsFailure(failing('EPROTO', message))).toMatch(/^the server does not use TLS .* \(wrong_version_number\)$/);
  });

  it('is a sentence also without a reason, or with one that is not OpenSSL’s', () => {
    for (const message of ['', 'write EPROTO at https://u:planted@10.0.0.1', `:SSL routines::${'x'.repeat(1_000)}:`]) {
      expect(tlsFailure(failing('EPROTO', message))).toBe('the TLS handshake failed (EPROTO)');
    }
  });
});

describe('any other error', () => {
  it.each([failing('ECONNRESET'), failing('ERR_SSL_<b>'), new Error('x'), undefined, 'EPROTO', { code: 7 }])(
    'is none of the TLS library: %j',
    (error) => {
      expect(tlsFailure(error)).toBeUndefined();
    },
  );
});
