import { type Adapter } from '@gateway/core';
import { Injectable, Module } from '@nestjs/common';

import { type AdapterOptions } from '../../adapter-options.js';
import { type KindFactory } from '../../kind-factory.js';
import { ServiceEngineAdapter } from './service-engine.adapter.js';

/** Makes the adapters of NetApp Service Engines. */
@Injectable()
export class ServiceEngineAdapterFactory implements KindFactory {
  create(options: AdapterOptions): Adapter {
    return new ServiceEngineAdapter(options);
  }
}

/** Polls NetApp Service Engines. */
@Module({ providers: [ServiceEngineAdapterFactory], exports: [ServiceEngineAdapterFactory] })
export class ServiceEngineModule {}
