import { Module } from '@nestjs/common';

import { ActionsModule } from '../actions/actions.module.js';
import { ActionsController } from './actions.controller.js';

/** Serves the audit. */
@Module({ imports: [ActionsModule], controllers: [ActionsController] })
export class AuditModule {}
