import { type Adapter, AdapterFactory, Clock, type ConfiguredSource, Logger, type SourceKind } from '@gateway/core';
import { Injectable } from '@nestjs/common';

import { type KindFactory } from './kind-factory.js';
import { OntapAdapterFactory } from './kinds/ontap/ontap.module.js';
import { ServiceEngineAdapterFactory } from './kinds/service-engine/service-engine.module.js';
import { UnifiedManagerAdapterFactory } from './kinds/unified-manager/unified-manager.module.js';
import { withMaskedTexts } from './masked-texts.js';

/** The list of all kinds of backend and the factory of each; the compiler names a kind that is missing. */
@Injectable()
export class AdapterRegistry extends AdapterFactory {
  readonly kinds: Readonly<Record<SourceKind, KindFactory>>;

  constructor(
    ontap: OntapAdapterFactory,
    serviceEngine: ServiceEngineAdapterFactory,
    unifiedManager: UnifiedManagerAdapterFactory,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
    this.kinds = { ontap, 'service-engine': serviceEngine, 'unified-manager': unifiedManager };
  }

  create({ connection, source }: ConfiguredSource): Adapter {
    const logger = withSource(this.logger, source.name);
    const adapter = this.kinds[source.kind].create({ connection, clock: this.clock, logger });
    return withMaskedTexts(adapter, connection.login);
  }
}

/** A log that names the source in every line. */
function withSource(logger: Logger, source: string): Logger {
  return {
    debug: (fields, message) => logger.debug({ source, ...fields }, message),
    info: (fields, message) => logger.info({ source, ...fields }, message),
    warn: (fields, message) => logger.warn({ source, ...fields }, message),
    error: (fields, message) => logger.error({ source, ...fields }, message),
  };
}
