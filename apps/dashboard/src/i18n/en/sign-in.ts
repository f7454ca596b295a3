import { type Message } from '../message';

/** Texts of signing in. */
export const signIn = {
  'sign-in.title': 'Sign in',
  'sign-in.provider': 'Continue with single sign-on',
  'sign-in.or': 'or with a token',
  'sign-in.token': 'Token',
  'sign-in.token.note': 'The page sends it once and does not keep it.',
  'sign-in.send': 'Sign in',
  'sign-in.sending': 'Signing in',
  'sign-in.unknown-token': 'That token is not known.',
  'sign-in.too-many': 'Too many tries, again in {seconds} s',
  'sign-in.none-needed': 'This gateway has no access rules, so no sign-in is needed.',
  'sign-in.signed-in': 'You are signed in as {name}.',
  'sign-in.sign-out': 'Sign out',
  'sign-in.go-on': 'Go to the jobs',
  'sign-in.read': 'Reading goes on without signing in, if the gateway allows it.',
} satisfies Record<string, Message>;
