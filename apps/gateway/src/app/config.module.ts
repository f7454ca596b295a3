import { ConfigLoader } from '@gateway/config';
import { Config } from '@gateway/core';
import { type DynamicModule, Module } from '@nestjs/common';

/** Provides the configuration, which is read before Nest starts: a faulty one ends the program before it listens. */
@Module({})
export class ConfigModule {
  /** The module of a checked configuration; without a loader it is never reloaded. */
  static of(config: Config, loader?: ConfigLoader): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      ...(loader ? [{ provide: ConfigLoader, useValue: loader }] : []),
    ];
    return { module: ConfigModule, global: true, providers, exports: providers };
  }
}
