import { Module } from '@nestjs/common';

import { SourcesController } from './sources.controller.js';

/** The state of every configured source. */
@Module({ controllers: [SourcesController] })
export class SourcesModule {}
