import { readListenAddress } from './listen-address.js';
import { ConfigFolder, STORE } from './testing/config-folder.js';

describe('where a gateway listens', () => {
  const folder = new ConfigFolder();

  function read(yaml: string, environment = {}) {
    folder.save('gateway.yaml', yaml);
    return readListenAddress(folder.at('gateway.yaml'), environment);
  }

  it.each([
    [STORE, { host: '127.0.0.1', port: 8080, isEncrypted: false }],
    ['server: { host: "::", port: 9000 }', { host: '::', port: 9000, isEncrypted: false }],
    ['server: { port: "${PORT}", tls: { cert_file: a, key_file: b } }', { port: 9001, isEncrypted: true }],
    ['server:\n  port: 9002\n  tls:\nsources: [', { port: 9002, isEncrypted: false }],
    ['server:\n  port: 9003\nsources:\n  - name: east\n   kind: ontap\n', { port: 9003 }],
    ['', { host: '127.0.0.1', port: 8080 }],
  ])('is read from a file, whatever its faults elsewhere: %j', (yaml, expected) => {
    expect(read(yaml, { PORT: '9001' })).toMatchObject(expected);
  });

  it('is an error with the option if it has no port to connect to', () => {
    for (const port of ['0', 'eighty', '70000', '"${PORT}"']) {
      expect(() => read(`server: { port: ${port} }`)).toThrow(
        /server\.port: expected a whole number from 1 to 65535, got/,
      );
    }
  });

  it('is an error if the file cannot be read', () => {
    expect(() => readListenAddress(folder.at('nowhere.yaml'), {})).toThrow('cannot be read (ENOENT)');
  });
});
