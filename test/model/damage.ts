/** Damage to the data of a store by a person, another program or the eviction policy of Redis. */

/** Damage to Redis while the gateways run. */
export type RedisDamage = (typeof REDIS_DAMAGE)[number];
/** Damage to the folder of an embedded store while its gateway is stopped. */
export type FolderDamage = (typeof FOLDER_DAMAGE)[number];

/** The kinds of damage to Redis; a frequent one occurs several times. */
export const REDIS_DAMAGE = [
  'lose-all-records',
  'lose-record',
  'lose-record',
  'overwrite-record',
  'overwrite-record',
  'foreign-record',
  'foreign-entry',
  'foreign-entry',
  'evict-key',
  'evict-key',
  'evict-key',
  'replace-key',
] as const;
/** The kinds of damage to a folder; a frequent one occurs several times. */
export const FOLDER_DAMAGE = [
  'lose-record',
  'overwrite-record',
  'overwrite-record',
  'foreign-record',
  'overwrite-entry',
  'lose-fencing-number',
  'overwrite-fencing-number',
] as const;
/** Texts in place of a job: not JSON, JSON but no job, and a job of another id. */
const TEXTS = [
  '',
  'x',
  '{"broken',
  'null',
  '[]',
  '5',
  '{"id":5}',
  '{"id":"east~other"}',
  '{"id":"east~other","source":{}}',
];

/** A record that no gateway has written; `content`, from 0 up to 1, selects it. */
export function foreignRecord(content: number): string {
  const heads = ['', '1-0 1 0\n', `${'9'.repeat(15)}-0 1 0\n`, '1-0 1\n', 'x y z\n'];
  const records = heads.flatMap((head) => TEXTS.map((text) => head + text));
  return chosen(records, content) ?? '';
}

/** The fields of a log entry that no gateway has written, about a job. */
export function foreignEntry(content: number, id: string): readonly string[] {
  const entries = [
    ['x', 'y'],
    ['type', 'put'],
    ['type', 'other', 'id', id, 'text', '{}'],
    ['type', 'remove', 'id', 'nowhere~x', 'text', ''],
    ...TEXTS.map((text) => ['type', 'put', 'id', id, 'text', text]),
  ];
  return chosen(entries, content) ?? [];
}

/** The element that a number from 0 up to 1 selects; `undefined` if there are none. */
export function chosen<T>(from: readonly T[], pick: number): T | undefined {
  return from[Math.floor(pick * from.length)];
}
