/** Sentences for the errors of Node's TLS library, so that an administrator need not know its codes. */

/** What the reasons of OpenSSL mean. Those with `alert` are sent by the server (RFC 8446, 6.2). */
const MEANINGS: readonly (readonly [reason: RegExp, meaning: string])[] = [
  [
    /^(wrong_version_number|packet_length_too_long|http_request|unknown_protocol|record_layer_failure)$/,
    'the server does not use TLS on this port: check the port in url, it may be one for plain HTTP',
  ],
  [
    /alert_protocol_version$|^(unsupported_protocol|wrong_ssl_version|version_too_low|no_protocols_available)$/,
    'server and gateway have no version of TLS in common: the gateway uses 1.2 and 1.3',
  ],
  [/alert_certificate_required$/, 'the server requires a client certificate: set auth.certificate'],
  [
    /alert_(bad_certificate|unsupported_certificate|certificate_(revoked|expired|unknown)|unknown_ca|access_denied)$/,
    'the server refuses the client certificate, or requires one: check auth.certificate',
  ],
  [
    /alert_handshake_failure$/,
    'the server refuses the handshake: it may require a client certificate, or ciphers that the gateway does not have',
  ],
  [/unrecognized_name$/, 'the server does not know the name that the gateway sent: set tls.server_name'],
];

/**
 * The sentence for an error of the TLS library, with its reason; `undefined` for any other error. On an established
 * connection only an alert of the server shows what is wrong.
 */
export function tlsFailure(error: unknown, isEstablished = false): string | undefined {
  const reason = reasonOf(error);
  if (reason === undefined) return undefined;
  if (isEstablished && !reason.includes('alert')) return `the TLS connection failed (${reason})`;
  const meaning = MEANINGS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'the TLS handshake failed';
  return `${meaning} (${reason})`;
}

/** OpenSSL's reason in the form `wrong_version_number`. While something is written, Node has it in the message only. */
function reasonOf(error: unknown): string | undefined {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'EPROTO') {
    const [, text = 'EPROTO'] = /:SSL routines:[^:]{0,80}:([\w /]{1,60}):/.exec(String(message)) ?? [];
    return text === 'EPROTO' ? text : text.replaceAll(' ', '_');
  }
  return typeof code === 'string' ? /^ERR_SSL_([A-Z0-9_/]{1,60})$/.exec(code)?.[1]?.toLowerCase() : undefined;
}
