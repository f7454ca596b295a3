import { Module } from '@nestjs/common';

import { SourceRecords } from './source-records.js';
import { SourcesController } from './sources.controller.js';

/** The state of every configured source. */
@Module({ controllers: [SourcesController], providers: [SourceRecords] })
export class SourcesModule {}
