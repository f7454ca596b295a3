import { ClassicLevel } from 'classic-level';

import { type Command } from './commands.js';
import { chosen, foreignRecord } from './damage.js';

/** A command that damages the folder of an embedded store. */
export type FolderDamageCommand = Extract<Command, { readonly do: 'damage-folder' }>;

const FOREIGN_ID = 'nowhere~x';
const FOREIGN_ENTRIES = ['', 'x', 'put', 'other east~1', 'put east~1\nnull', 'put east~1\n{"broken'];

/**
 * Damages the store in a folder that no gateway uses. `ids` are the jobs whose records may be damaged. Returns the id of
 * the job whose record is lost.
 */
export async function damageFolder(
  path: string,
  { damage, pick, content }: FolderDamageCommand,
  ids: readonly string[],
): Promise<string | undefined> {
  const level = new ClassicLevel(path);
  try {
    const id = chosen(ids, pick);
    const keyIn = async (prefix: string): Promise<string | undefined> =>
      chosen(await level.keys({ gt: `${prefix}!`, lt: `${prefix}"` }).all(), pick);
    switch (damage) {
      case 'lose-record':
        if (id !== undefined) await level.del(`job!${id}`);
        return id;
      case 'overwrite-record':
        if (id !== undefined) await level.put(`job!${id}`, foreignRecord(content));
        return id;
      case 'foreign-record':
        await level.put(`job!${FOREIGN_ID}`, foreignRecord(content));
        return undefined;
      case 'overwrite-entry':
        await overwrite(level, await keyIn('log'), chosen(FOREIGN_ENTRIES, content));
        return undefined;
      case 'lose-fencing-number':
        await overwrite(level, await keyIn('fencing'), undefined);
        return undefined;
      case 'overwrite-fencing-number':
        await overwrite(level, await keyIn('fencing'), foreignRecord(content));
        return undefined;
      default:
        return damage satisfies never;
    }
  } finally {
    await level.close();
  }
}

async function overwrite(level: ClassicLevel, key: string | undefined, value: string | undefined): Promise<void> {
  if (key === undefined) return;
  if (value === undefined) await level.del(key);
  else await level.put(key, value);
}
