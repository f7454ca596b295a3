import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { OntapActions } from './ontap-actions.js';
import { OntapClusterController } from './ontap-cluster.controller.js';
import { OntapClusterReader } from './ontap-cluster.js';
import { OntapCompatController } from './ontap-compat.controller.js';

/** The jobs of all sources in the shape, words and codes of ONTAP, and the gateway as a cluster. */
@Module({
  imports: [ActionsModule, JobsModule],
  controllers: [OntapClusterController, OntapCompatController],
  providers: [OntapActions, OntapClusterReader],
})
export class OntapCompatModule {}
