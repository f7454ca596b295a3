import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';

import { errorsPage } from './errors-page.js';

/** Serves the page that the `type` of a problem links to. */
@ApiExcludeController()
@Controller('docs/errors')
export class ErrorsPageController {
  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return errorsPage();
  }
}
