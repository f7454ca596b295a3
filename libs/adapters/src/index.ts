export { AdapterRegistry } from './adapter-registry.js';
export { AdaptersModule } from './adapters.module.js';
export { OntapAdapterFactory } from './kinds/ontap/ontap.module.js';
export { ServiceEngineAdapterFactory } from './kinds/service-engine/service-engine.module.js';
export { UnifiedManagerAdapterFactory } from './kinds/unified-manager/unified-manager.module.js';
