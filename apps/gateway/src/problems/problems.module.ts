import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { ProblemFilter } from '../http/problem.filter.js';
import { ErrorsPageController } from './errors-page.controller.js';

/** Turns every error into a problem (RFC 9457), and serves the page that explains them. */
@Module({
  controllers: [ErrorsPageController],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ProblemsModule {}
