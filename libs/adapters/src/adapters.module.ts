import { AdapterFactory } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { AdapterRegistry } from './adapter-registry.js';
import { OntapModule } from './kinds/ontap/ontap.module.js';
import { ServiceEngineModule } from './kinds/service-engine/service-engine.module.js';
import { UnifiedManagerModule } from './kinds/unified-manager/unified-manager.module.js';

/** One module per kind of backend, behind one `AdapterFactory` for all of them. */
@Global()
@Module({
  imports: [OntapModule, ServiceEngineModule, UnifiedManagerModule],
  providers: [AdapterRegistry, { provide: AdapterFactory, useExisting: AdapterRegistry }],
  exports: [AdapterFactory],
})
export class AdaptersModule {}
