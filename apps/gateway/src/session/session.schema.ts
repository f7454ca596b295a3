import { type SchemaObject } from '@nestjs/swagger';

import { LINK } from '../sources/source.schema.js';

/** The ways to start a session: with a bearer token, or through the OpenID provider. */
export const SESSION_METHODS = ['token', 'provider'] as const;

/** The session of a browser, as the API shows it. */
export interface SessionRecord {
  readonly signed_in: boolean;
  /** The ways to sign in; none without access rules. */
  readonly methods: readonly (typeof SESSION_METHODS)[number][];
  readonly name?: string;
  readonly expires_time?: string;
  readonly _links: { readonly login?: { readonly href: string } };
}

/** Schema of `SessionRecord`. */
export const SESSION_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    signed_in: { type: 'boolean', description: 'True if the request has a valid session, or has started one.' },
    methods: {
      type: 'array',
      items: { type: 'string', enum: [...SESSION_METHODS] },
      description:
        'The ways to sign in. There are none if the gateway has no access rules: everybody is an admin then.',
    },
    name: { type: 'string', description: 'Who is signed in.' },
    expires_time: {
      type: 'string',
      format: 'date-time',
      description: 'When the session ends, unless a request in its second half renews it.',
    },
    _links: {
      type: 'object',
      properties: { login: LINK },
      description: 'Link to the sign-in through the OpenID provider, if one is configured.',
    },
  },
  required: ['signed_in', 'methods', '_links'],
};
