import { generateKeyPairSync } from 'node:crypto';

import { type Certificate, makeCertificate } from '@gateway/testing/certificate';

import { ConfigFolder, STORE } from './testing/config-folder.js';

const folder = new ConfigFolder();
const TLS = 'cert_file: server.crt, key_file: server.key';
const withServer = (server: string) => `${STORE}server: ${server}\n`;
const withTls = (tls = TLS) => withServer(`{ tls: { ${tls} } }`);

describe('the certificate of the port', () => {
  let own: Certificate;
  let other: Certificate;
  beforeAll(async () => {
    [own, other] = [await makeCertificate('gateway'), await makeCertificate('other')];
  });
  beforeEach(() => {
    folder.save('server.crt', own.cert);
    folder.save('server.key', own.key);
    folder.save('clients.pem', other.cert);
  });

  it('is read with its key and the authorities of clients, and is watched', () => {
    const { files, server } = folder.load(withTls(`${TLS}, client_ca_file: clients.pem`));
    expect([server.tls?.cert, server.tls?.key.reveal(), server.tls?.clientCa]).toEqual([own.cert, own.key, other.cert]);
    expect(JSON.stringify(server)).not.toContain('PRIVATE');
    expect(files).toEqual(
      expect.arrayContaining(['server.crt', 'server.key', 'clients.pem'].map((name) => folder.at(name))),
    );
  });

  it.each([
    [
      'a key that is no key',
      'server.key',
      'hunter-two',
      'key_file',
      /^expected a file of a PEM private key that is not/,
    ],
    ['a certificate as the key', 'server.key', '', 'key_file', /^expected a file of a PEM private key/],
    ['no certificate', 'server.crt', 'hunter-two', 'cert_file', /^expected a file of PEM certificates/],
    ['a broken second certificate', 'server.crt', 'CHAIN', 'cert_file', /^expected a file of PEM certificates/],
    ['no authorities', 'clients.pem', 'hunter-two', 'client_ca_file', /^expected a file of PEM certificates/],
  ])('is rejected at its option: %s', (_case, file, text, option, message) => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    folder.save(file, text === 'CHAIN' ? own.cert + broken : text || own.cert);
    const faults = folder.faultsOf(withTls(`${TLS}, client_ca_file: clients.pem`));
    expect(faults).toEqual({ [`server.tls.${option}`]: expect.stringMatching(message) });
    expect(JSON.stringify(faults)).not.toContain('hunter-two');
  });

  it('is rejected if the key belongs to another one, is encrypted, or is missing', () => {
    folder.save('server.key', other.key);
    expect(folder.faultsOf(withTls())).toEqual({
      'server.tls.key_file': 'expected the key of the first certificate in cert_file, got another key',
    });
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'word' },
    });
    folder.save('server.key', privateKey);
    expect(folder.faultsOf(withTls())).toEqual({ 'server.tls.key_file': expect.stringContaining('not encrypted') });
    expect(folder.faultsOf(withTls('cert_file: server.crt, key_file: none.key'))).toEqual({
      'server.tls.key_file': expect.stringContaining('cannot be read (ENOENT)'),
    });
    expect(folder.faultsOf(withTls('cert_file: server.crt'))).toHaveProperty(['server.tls.key_file']);
  });

  it('needs no restart, but its absence and that of authorities do', () => {
    const server = (yaml: string) => folder.load(yaml).atStart.server;
    const before = server(withTls());
    folder.save('server.crt', other.cert);
    folder.save('server.key', other.key);
    expect(server(withTls())).toBe(before);
    expect(server(withTls(`${TLS}, client_ca_file: clients.pem`))).not.toBe(before);
    expect(server(STORE)).not.toBe(before);
  });
});

describe('whom the port trusts', () => {
  it('is nobody else by default', () => {
    expect(folder.load(STORE).server).toMatchObject({ allowedOrigins: [], trustedProxies: [] });
  });

  it.each(['https://a.example', 'http://localhost:3000', 'https://[::1]:8443'])('may be pages of %s', (origin) => {
    expect(folder.load(withServer(`{ allowed_origins: ["${origin}"] }`)).server.allowedOrigins).toEqual([origin]);
  });

  it.each([
    '*',
    'https://*.example.net',
    'https://a.example/',
    'https://a.example/x',
    'a.example',
    'https://A.example',
  ])('cannot be pages of %s', (origin) => {
    expect(Object.keys(folder.faultsOf(withServer(`{ allowed_origins: ["${origin}"] }`)))).toEqual([
      'server.allowed_origins',
    ]);
  });

  it.each(['10.0.0.9', '10.0.0.0/8', '::1', 'fd00::/8'])('may be the proxy %s', (range) => {
    expect(folder.load(withServer(`{ trusted_proxies: ["${range}"] }`)).server.trustedProxies).toEqual([range]);
  });

  it.each(['proxy.example', '10.0.0.0/33', '0.0.0.0/0', '::/0', 'fe80::1%eth0', '10.0.0.0/8/8', '10.0.0', 'true'])(
    'cannot be the proxy %s',
    (range) => {
      expect(Object.keys(folder.faultsOf(withServer(`{ trusted_proxies: ["${range}"] }`)))).toEqual([
        'server.trusted_proxies',
      ]);
    },
  );
});

describe('the limits', () => {
  const limits = (yaml: string) => folder.load(STORE + yaml).limits;

  it('of one caller have no default while only this machine reaches the gateway', () => {
    for (const server of [
      '',
      'server: { host: localhost }\n',
      'server: { host: 127.0.0.9 }\n',
      'server: { host: "::1" }\n',
    ])
      expect(limits(server)).toEqual({
        ...{ bodyBytes: 65_536, urlBytes: 16_384, headerBytes: 32_768, requestMs: 30_000 },
        ...{ connections: 10_000, watches: 10_000 },
      });
  });

  it.each(['{ host: 0.0.0.0 }', '{ host: "::" }', '{ host: gateway.example }', '{ trusted_proxies: [10.0.0.9] }'])(
    'of one caller have a default with server: %s',
    (server) => {
      expect(limits(`access: { anonymous: viewer }\nserver: ${server}\n`)).toMatchObject({
        ...{ connectionsPerAddress: 5_000, watchesPerCaller: 1_000, requests: { perSecond: 200, burst: 1_000 } },
      });
    },
  );

  it('can be set', () => {
    const yaml =
      'limits: { body: 1MB, url: 4kB, headers: 8kB, request_timeout: 5s, connections: 100, connections_per_address: 5, ' +
      'watches: 10, watches_per_caller: 2, requests_per_second: 7, request_burst: 9 }\n';
    expect(limits(yaml)).toEqual({
      ...{ bodyBytes: 1_048_576, urlBytes: 4_096, headerBytes: 8_192, requestMs: 5_000, connections: 100 },
      ...{ connectionsPerAddress: 5, watches: 10, watchesPerCaller: 2, requests: { perSecond: 7, burst: 9 } },
    });
    expect(limits('limits: { requests_per_second: 20 }\n').requests).toEqual({ perSecond: 20, burst: 100 });
  });

  it.each([
    ['body: 64', 'body'],
    ['body: 2MB', 'body'],
    ['url: 512B', 'url'],
    ['headers: 1GB', 'headers'],
    ['request_timeout: 1h', 'request_timeout'],
    ['connections: 0', 'connections'],
    ['requests_per_second: 0.5', 'requests_per_second'],
    ['constructor: 1', 'constructor'],
  ])('are rejected: %s', (option, name) => {
    expect(Object.keys(folder.faultsOf(`${STORE}limits: { ${option} }\n`))).toEqual([`limits.${name}`]);
  });
});

describe('a name that every object of JavaScript has', () => {
  it.each(['limits', 'server', 'shutdown', 'retention'])('is rejected in %s', (section) => {
    for (const name of ['__proto__', 'constructor', 'toString']) {
      const paths = Object.keys(folder.faultsOf(`${STORE}${section}: { ${name}: { polluted: 1 } }\n`));
      expect(paths).toEqual([expect.stringMatching(new RegExp(`^${section}(\\.${name})?$`))]);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the delay of a stop', () => {
  it('is none by default, and at most five minutes', () => {
    expect(folder.load(STORE).shutdown).toEqual({ delayMs: 0 });
    expect(folder.load(`${STORE}shutdown: { delay: 15s }\n`).shutdown).toEqual({ delayMs: 15_000 });
    expect(Object.keys(folder.faultsOf(`${STORE}shutdown: { delay: 6m }\n`))).toEqual(['shutdown.delay']);
  });
});
