import { certificatesIn } from './pem.js';

const block = (text: string, newline = '\n'): string => {
  return ['-----BEGIN CERTIFICATE-----', text, '-----END CERTIFICATE-----', ''].join(newline);
};

describe('a PEM text', () => {
  it('gives the bytes of each certificate, whatever stands between them', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
    const pem = `subject=CN = a\n${block('Zmlyc3Q=')}${key}# second\r\n${block('c2Vj\r\nb25k', '\r\n')}`;
    expect(certificatesIn(pem).map(String)).toEqual(['first', 'second']);
  });

  it.each(['', 'text', '-----BEGIN CERTIFICATE-----\nAAAA\n'])('without a whole certificate gives none: %j', (pem) => {
    expect(certificatesIn(pem)).toEqual([]);
  });
});
