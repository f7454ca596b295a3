/** The kinds of backend, and the facts that hold for every backend of a kind. */

/** The kinds of backend the gateway can poll. */
export const SOURCE_KINDS = ['ontap', 'service-engine', 'unified-manager'] as const;
/** A backend family; decides which adapter polls a source. */
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The ways to sign in to a backend. */
export type LoginType = 'basic' | 'bearer' | 'certificate';

/** The formats of native ids. `opaque` has no format that tells one kind's ids from another's. */
export type NativeIdFormat = 'uuid' | 'opaque';

/** What the gateway relies on for every backend of one kind. */
export interface SourceKindFacts {
  /** How long the backend keeps a finished job, as a duration of the configuration; absent where it keeps all of them. */
  readonly finishedJobTtl?: string;
  /** The logins that a source of this kind may use, in the order of the documentation. */
  readonly logins: readonly LoginType[];
  readonly nativeId: NativeIdFormat;
}

/** The facts of each kind. A new kind needs an entry here before the code compiles. */
export const SOURCE_KIND_FACTS: Readonly<Record<SourceKind, SourceKindFacts>> = {
  // ONTAP deletes a finished job after 300 s (its job documentation) and accepts client certificates.
  ontap: { finishedJobTtl: '300s', logins: ['basic', 'bearer', 'certificate'], nativeId: 'uuid' },
  'service-engine': { logins: ['basic', 'bearer'], nativeId: 'opaque' },
  'unified-manager': { logins: ['basic', 'bearer'], nativeId: 'opaque' },
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True when the text is a UUID in any version and any case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
