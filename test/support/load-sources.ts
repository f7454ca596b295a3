import { type ConfiguredSource } from '@gateway/core';

import { BlockedFiles, ConfigReader } from '../../libs/config/src/index.js';

/** The sources of a configuration file, as the gateway reads them. */
export async function loadSources(file: string): Promise<readonly ConfiguredSource[]> {
  const { sources } = await new ConfigReader(file, new BlockedFiles()).load();
  return sources;
}
