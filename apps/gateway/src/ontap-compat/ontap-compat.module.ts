import { Module } from '@nestjs/common';

import { JobsModule } from '../jobs/jobs.module.js';
import { OntapActions } from './ontap-actions.js';
import { OntapCompatController } from './ontap-compat.controller.js';

/** The jobs of all sources in the shape, words and codes of ONTAP. */
@Module({ imports: [JobsModule], controllers: [OntapCompatController], providers: [OntapActions] })
export class OntapCompatModule {}
