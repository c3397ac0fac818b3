import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { AppConfig } from '../../config/app-config.js';
import { completeDocument } from './openapi-completion.js';
import { ProblemDto } from './problem.dto.js';
import { RouteTable } from './route-table.js';

const VERSION = '1';

/** The whole API as OpenAPI 3.0, made from the code: the same in tests, demo and production. */
export function buildOpenApi(app: NestFastifyApplication, config: Pick<AppConfig, 'http'>): OpenAPIObject {
  const outline = new DocumentBuilder()
    .setTitle('Patchbay')
    .setDescription('Plugs recruiting vendors into Lever. Send `Authorization: Bearer <key or token>`; a key buys a token of ten minutes at '
      + '`POST /v1/auth/token`. Lists are paged by `limit` and `cursor`. Every error is `application/problem+json`. '
      + 'Send an `Idempotency-Key` with a POST to make it safe to repeat for 24 hours.')
    .setVersion(VERSION)
    .addServer(config.http.publicUrl)
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Token from `POST /v1/auth/token`.' }, 'bearer')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'pb_<kind>_…', description: 'API key of a member, an operator or a vendor.' }, 'key')
    .build();
  const document = SwaggerModule.createDocument(app, outline, {
    extraModels: [ProblemDto],
    operationIdFactory: (controller, method) => `${method}Of${controller.replace(/Controller$/, '')}`,
  });
  return completeDocument(document, app.get(RouteTable, { strict: false }).routes());
}

/** Swagger's pages at `/docs`, the document at `/openapi.json`. */
export function serveOpenApi(app: NestFastifyApplication, config: Pick<AppConfig, 'http'>): void {
  SwaggerModule.setup('docs', app, () => buildOpenApi(app, config), {
    jsonDocumentUrl: 'openapi.json', raw: ['json'],
    customSiteTitle: 'Patchbay API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true },
  });
}
