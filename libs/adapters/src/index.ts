/** The visible list of backends: who adds a kind writes its folder and one line here. */
import { type Adapter, type SourceKind } from '@gateway/core';
import { type AdapterOptions } from './adapter-options.js';
import { OntapAdapter } from './kinds/ontap/ontap.adapter.js';
import { ServiceEngineAdapter } from './kinds/service-engine/service-engine.adapter.js';
import { UnifiedManagerAdapter } from './kinds/unified-manager/unified-manager.adapter.js';

export { type AdapterOptions } from './adapter-options.js';

/** Every kind of backend and how its adapter is made; a test compares the list with the folders. */
export const ADAPTERS: Readonly<Record<SourceKind, (options: AdapterOptions) => Adapter>> = {
  ontap: (options) => new OntapAdapter(options),
  'service-engine': (options) => new ServiceEngineAdapter(options),
  'unified-manager': (options) => new UnifiedManagerAdapter(options),
};

/** Makes the adapter of one source. It holds no connection until its first call; `close` it when the source goes. */
export function createAdapter(kind: SourceKind, options: AdapterOptions): Adapter {
  return ADAPTERS[kind](options);
}
