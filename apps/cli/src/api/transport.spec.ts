import { once } from 'node:events';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';

import { makeCertificate } from '@gateway/testing/certificate';

import { Gateway } from './gateway.js';

it('trusts the certificate of ca_file, and says what to do about another one', async () => {
  const certificate = await makeCertificate('jobs');
  const server = createServer(certificate, (_, response) => response.end('{"name":"anna"}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = (ca: string | undefined): Gateway => new Gateway({ url, context: 'prod', token: 't', ca }, 5_000);
  try {
    expect(await gateway(certificate.cert).me()).toEqual({ name: 'anna' });
    await expect(gateway(undefined).me()).rejects.toMatchObject({
      message: `cannot reach ${url} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
      details: { lines: ['  set ca_file of the context to the certificate of the gateway or of its authority'] },
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
