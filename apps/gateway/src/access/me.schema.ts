import { type Role, ROLES, SIGN_IN_METHODS, type SignInMethod } from '@gateway/core';
import { type SchemaObject } from '@nestjs/swagger';

/** A caller, as the API shows it to itself. */
export interface Me {
  readonly name: string;
  readonly method: SignInMethod;
  /** The highest role; absent for a caller without roles. */
  readonly role?: Role;
  readonly sources: readonly { readonly role: Role; readonly sources?: string }[];
  readonly expires_time?: string;
}

const ROLE: SchemaObject = { type: 'string', enum: [...ROLES] };

/** Schema of `Me`. */
export const ME_SCHEMA: SchemaObject = {
  type: 'object',
  properties: {
    name: { type: 'string', description: 'The name of the token, the subject of the certificate, or a claim.' },
    method: {
      type: 'string',
      enum: [...SIGN_IN_METHODS],
      description: 'How the caller has signed in; `none` if the gateway has no access rules.',
    },
    role: { ...ROLE, description: 'The highest role; absent for a caller without any.' },
    sources: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          role: { ...ROLE, description: 'The role for the sources.' },
          sources: { type: 'string', description: 'A filter over sources; absent for all.' },
        },
        required: ['role'],
      },
      description: 'The roles, each with its sources. They add up.',
    },
    expires_time: { type: 'string', format: 'date-time', description: 'When the login expires, if it does.' },
  },
  required: ['name', 'method', 'sources'],
};
