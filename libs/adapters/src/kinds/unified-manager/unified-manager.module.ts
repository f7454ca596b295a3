import { type Adapter } from '@gateway/core';
import { Injectable, Module } from '@nestjs/common';

import { type AdapterOptions } from '../../adapter-options.js';
import { type KindFactory } from '../../kind-factory.js';
import { UnifiedManagerAdapter } from './unified-manager.adapter.js';

/** Makes the adapters of Active IQ Unified Managers. */
@Injectable()
export class UnifiedManagerAdapterFactory implements KindFactory {
  create(options: AdapterOptions): Adapter {
    return new UnifiedManagerAdapter(options);
  }
}

/** Polls Active IQ Unified Managers. */
@Module({ providers: [UnifiedManagerAdapterFactory], exports: [UnifiedManagerAdapterFactory] })
export class UnifiedManagerModule {}
