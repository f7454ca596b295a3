import { Global, Module } from '@nestjs/common';

import { RequestGate } from '../http/request-gate.js';
import { Access } from './access.js';
import { FailedSignIns } from './failed-sign-ins.js';
import { JsonWebTokens } from './json-web-tokens.js';
import { MeController } from './me.controller.js';
import { PeerCertificates } from './peer-certificates.js';
import { ProviderKeys } from './provider-keys.js';
import { SignIn } from './sign-in.js';
import { SourceScopes } from './source-scopes.js';

/** Signs in the senders of requests, and decides what they may see and do. */
@Global()
@Module({
  controllers: [MeController],
  providers: [Access, FailedSignIns, JsonWebTokens, PeerCertificates, ProviderKeys, SignIn, SourceScopes],
  exports: [Access, FailedSignIns, SignIn, SourceScopes],
})
export class AccessModule {
  constructor(gate: RequestGate, access: Access, signIn: SignIn, keys: ProviderKeys) {
    gate.open({
      onRequest: (request, reply, done) => signIn.handle(request, reply, done),
      afterBody: (request, reply, done) => signIn.handleBody(request, reply, done),
    });
    keys.onWithdrawal(() => {
      signIn.forget();
      // They could not be verified any more.
      access.end(({ method }) => method === 'jwt');
    });
  }
}
