import { type Adapter } from '@gateway/core';
import { Injectable, Module } from '@nestjs/common';

import { type AdapterOptions } from '../../adapter-options.js';
import { type KindFactory } from '../../kind-factory.js';
import { OntapAdapter } from './ontap.adapter.js';

/** Makes the adapters of ONTAP clusters. */
@Injectable()
export class OntapAdapterFactory implements KindFactory {
  create(options: AdapterOptions): Adapter {
    return new OntapAdapter(options);
  }
}

/** Polls ONTAP clusters. */
@Module({ providers: [OntapAdapterFactory], exports: [OntapAdapterFactory] })
export class OntapModule {}
