import { Module } from '@nestjs/common';

import { SignIn } from '../access/sign-in.js';
import { Cookies } from './cookies.js';
import { OpenIdProvider } from './open-id-provider.js';
import { ProviderSignInController } from './provider-sign-in.controller.js';
import { SessionController } from './session.controller.js';
import { Sessions } from './sessions.js';
import { StartedSignIns } from './started-sign-ins.js';

/** Sessions of browsers, as a further way to sign in. */
@Module({
  controllers: [SessionController, ProviderSignInController],
  providers: [{ provide: Cookies, useFactory: () => Cookies.create() }, Sessions, OpenIdProvider, StartedSignIns],
})
export class SessionModule {
  constructor(signIn: SignIn, sessions: Sessions) {
    signIn.add((request, reply) => sessions.signIn(request, reply));
  }
}
