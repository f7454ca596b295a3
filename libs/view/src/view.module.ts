import { JobView } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { ViewReplicator } from './replication/view-replicator.js';
import { View } from './view.js';

/** Provides the view, which answers every read, and what keeps it in step with the store. */
@Global()
@Module({
  providers: [View, { provide: JobView, useExisting: View }, ViewReplicator],
  exports: [View, JobView, ViewReplicator],
})
export class ViewModule {}
