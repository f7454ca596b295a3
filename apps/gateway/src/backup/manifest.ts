/** The file that describes a backup. It is written last: a folder without it is no backup. */

import { isObject, isRevision, parseJson, type Revision } from '@gateway/core';
import { formatObstacle, parseFormat, STORE_FORMAT } from '@gateway/store';

import { BackupError } from './backup-error.js';

/** Name of the manifest in the folder of a backup. */
export const MANIFEST_FILE = 'manifest.json';

/** The two stores of a gateway, in the order in which a backup has them. */
export const STORE_NAMES = ['jobs', 'actions'] as const;
/** The name of a store in a backup. */
export type StoreName = (typeof STORE_NAMES)[number];

/** A file of a backup: the entries of one store. */
export interface BackupFile {
  readonly store: StoreName;
  /** Its name in the folder of the backup. */
  readonly name: string;
  /** The latest revision of the store at the time of the backup. */
  readonly revision: Revision;
  /** The number of entries. */
  readonly entries: number;
  /** The size of the file. */
  readonly bytes: number;
  /** SHA-256 of the file, as hexadecimal digits. */
  readonly sha256: string;
}

/** What a manifest says. */
export interface Manifest {
  /** When the content was read. */
  readonly time: string;
  /** The version of the gateway that made the backup. */
  readonly version: string;
  readonly files: readonly BackupFile[];
}

/** Formats a manifest, with the format of the data in the files. */
export function formatManifest(manifest: Manifest): string {
  const { format, readableSince } = STORE_FORMAT;
  return `${JSON.stringify({ format, readable_since: readableSince, ...manifest }, undefined, 2)}\n`;
}

/** Parses a manifest. Throws a `BackupError` if it is not valid, or if this version cannot read the backup. */
export function parseManifest(text: string, path: string): Manifest {
  const format = parseFormat(text);
  const value = parseJson(text);
  const obstacle = format && formatObstacle(format);
  if (obstacle !== undefined) throw new BackupError(`the backup ${obstacle}`);
  if (!format || !isManifest(value)) throw new BackupError(`${path} is not the manifest of a backup`);
  return value;
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value)) return false;
  const { files, time, version } = value;
  if (typeof time !== 'string' || typeof version !== 'string' || !Array.isArray(files)) return false;
  return files.length === STORE_NAMES.length && STORE_NAMES.every((store, at) => isFile(files[at], store));
}

function isFile(value: unknown, store: StoreName): boolean {
  if (!isObject(value)) return false;
  const { bytes, entries, name, revision, sha256 } = value;
  // The name is also the path of the file: another one could lead out of the folder.
  const areTexts = value.store === store && name === fileNameOf(store) && typeof sha256 === 'string';
  const isAt = typeof revision === 'string' && isRevision(revision);
  return areTexts && isAt && Number.isSafeInteger(bytes) && Number.isSafeInteger(entries);
}

/** The name of the file with the entries of a store. */
export function fileNameOf(store: StoreName): string {
  return `${store}.ndjson.gz`;
}
