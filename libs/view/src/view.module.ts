import { JobView } from '@gateway/core';
import { Global, Module } from '@nestjs/common';

import { View } from './index/view.js';
import { ViewReplicator } from './replication/view-replicator.js';

/** Provides the view, which serves every read, and the replicator that keeps it up to date with the store. */
@Global()
@Module({
  providers: [View, { provide: JobView, useExisting: View }, ViewReplicator],
  exports: [View, JobView, ViewReplicator],
})
export class ViewModule {}
