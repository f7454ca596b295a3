import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { type FastifyReply, type FastifyRequest } from 'fastify';

import { ME_SCHEMA } from '../access/me.schema.js';
import { ACTION_PART_SCHEMA, ACTION_SCHEMA } from '../audit/action.schema.js';
import { ACTION_LIST_SCHEMA } from '../audit/actions.openapi.js';
import { BULK_ACTION_SCHEMA, BULK_PREVIEW_SCHEMA } from '../bulk-actions/bulk-actions.openapi.js';
import { HEALTH_SCHEMA } from '../health/health.openapi.js';
import { JOB_PART_SCHEMA, JOB_SCHEMA } from '../jobs/job.schema.js';
import { JOB_HISTORY_SCHEMA } from '../jobs/job-history.openapi.js';
import { JOB_LIST_SCHEMA } from '../jobs/jobs.openapi.js';
import { JOB_SUMMARY_SCHEMA } from '../jobs/summary.openapi.js';
import { ONTAP_JOB_SCHEMA } from '../ontap-compat/ontap-compat.openapi.js';
import { PROBLEM_SCHEMA } from '../problems/problem.openapi.js';
import { SESSION_SCHEMA } from '../session/session.schema.js';
import { SOURCE_PART_SCHEMA, SOURCE_SCHEMA } from '../sources/source.schema.js';
import { SOURCE_LIST_SCHEMA } from '../sources/sources.openapi.js';
import { completeDescription } from './complete-description.js';

/** The OpenAPI 3 description of the whole API. */
export function describeApi(app: NestFastifyApplication): OpenAPIObject {
  const info = new DocumentBuilder()
    .setTitle('Job gateway')
    .setDescription(
      'One API for the asynchronous jobs of ONTAP clusters, NetApp Service Engines and Active IQ Unified Managers, ' +
        "in the style of ONTAP's REST API.",
    )
    .setVersion('1')
    .build();
  const schemas = {
    Job: JOB_SCHEMA,
    JobPart: JOB_PART_SCHEMA,
    JobList: JOB_LIST_SCHEMA,
    JobSummary: JOB_SUMMARY_SCHEMA,
    JobHistory: JOB_HISTORY_SCHEMA,
    OntapJob: ONTAP_JOB_SCHEMA,
    Source: SOURCE_SCHEMA,
    SourcePart: SOURCE_PART_SCHEMA,
    SourceList: SOURCE_LIST_SCHEMA,
    Action: ACTION_SCHEMA,
    ActionPart: ACTION_PART_SCHEMA,
    ActionList: ACTION_LIST_SCHEMA,
    BulkPreview: BULK_PREVIEW_SCHEMA,
    BulkAction: BULK_ACTION_SCHEMA,
    Me: ME_SCHEMA,
    Session: SESSION_SCHEMA,
    Health: HEALTH_SCHEMA,
    Problem: PROBLEM_SCHEMA,
  };
  const document = SwaggerModule.createDocument(app, { ...info, components: { ...info.components, schemas } });
  return completeDescription(document);
}

/**
 * Serves the description at `/openapi.json` and an interactive page at `/docs`, which loads nothing from other
 * servers. The description is made here, once: it takes too long for a request.
 */
export function serveDocs(app: NestFastifyApplication): void {
  const description = describeApi(app);
  const text = JSON.stringify(description);
  app.getHttpAdapter().get('/openapi.json', (_request: FastifyRequest, reply: FastifyReply) => {
    void reply.type('application/json').send(text);
  });
  SwaggerModule.setup('docs', app, description, { raw: false, customSiteTitle: 'Job gateway' });
}
