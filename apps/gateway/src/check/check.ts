import { AdaptersModule } from '@gateway/adapters';
import { ConfigError, type ConfigReader, type LoadedConfig } from '@gateway/config';
import { AdapterFactory, batchesOf, Clock, type ConfiguredSource, Logger, systemClock } from '@gateway/core';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

import { checkSource, type SourceCheck } from './check-source.js';

/** Sources that are tried at the same time. */
const AT_ONCE = 10;
/** Names of sources that an error shows. */
const MAX_NAMES = 20;

/** What the check needs of a process. */
export interface CheckOptions {
  /** Only this source. */
  readonly source: string | undefined;
  readonly logger: Logger;
  /** Receives one line for each source, in the order of the configuration, or one that says that there is none. */
  readonly write: (line: string) => void;
}

/** The adapters without the rest of the gateway. */
@Module({})
class CheckModule {
  static of(logger: Logger): DynamicModule {
    const providers = [
      { provide: Clock, useValue: systemClock },
      { provide: Logger, useValue: logger },
    ];
    return { module: CheckModule, global: true, imports: [AdaptersModule], providers, exports: providers };
  }
}

/**
 * Tries the sources of a configuration: see `checkSource`. Opens no store and changes nothing. Resolves with true if
 * all of them can be polled. Rejects with a `ConfigError`, also for an unknown source.
 */
export async function checkConfiguration(reader: ConfigReader, options: CheckOptions): Promise<boolean> {
  const config = await reader.load();
  const chosen = choose(config, options.source);
  const app = await NestFactory.createApplicationContext(CheckModule.of(options.logger), { logger: false });
  const width = Math.max(...chosen.map(({ source }) => source.name.length));
  let areAllOk = true;
  const rejected = options.source === undefined ? config.rejected : [];
  for (const { faults, file } of rejected) {
    areAllOk = false;
    for (const { message, path } of faults) options.write(`FAIL  ${file}  ${path}: ${message}`);
  }
  if (chosen.length === 0 && areAllOk) options.write('The configuration is valid. It has no sources.');
  try {
    const adapters = app.get(AdapterFactory);
    for (const batch of batchesOf(chosen, AT_ONCE)) {
      const checks = await Promise.all(batch.map((configured) => check(adapters, configured)));
      for (const [index, { findings, ok }] of checks.entries()) {
        const name = batch[index]?.source.name ?? '';
        options.write(`${ok ? 'ok  ' : 'FAIL'}  ${name.padEnd(width)}  ${findings.join('; ')}`);
        areAllOk &&= ok;
      }
    }
    return areAllOk;
  } finally {
    await app.close();
  }
}

async function check(adapters: AdapterFactory, configured: ConfiguredSource): Promise<SourceCheck> {
  const adapter = adapters.create(configured);
  try {
    return await checkSource(adapter, configured);
  } finally {
    await adapter.close();
  }
}

function choose({ sources }: LoadedConfig, name: string | undefined): readonly ConfiguredSource[] {
  const chosen = sources.filter(({ source }) => name === undefined || source.name === name);
  if (name === undefined || chosen.length > 0) return chosen;
  const names = sources.slice(0, MAX_NAMES).map(({ source }) => source.name);
  const others = sources.length > MAX_NAMES ? ', …' : '';
  const message = `expected the name of a configured source (${names.join(', ')}${others}), got ${JSON.stringify(name)}`;
  throw new ConfigError('arguments', [{ path: '--source', message }]);
}
