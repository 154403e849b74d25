import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { configureApp } from '@overread/platform';
import type { NextFunction, Request, Response } from 'express';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Addresses that have their own home beside `/api/v1`. */
const OUTSIDE_API = ['health/{*path}', 'metrics', 'dicom-web', 'dicom-web/{*path}', 'fhir/{*path}'];
const SERVER_PATHS = /^\/(api|dicom-web|fhir|health|metrics|socket\.io)(\/|$)/;
/** Beside the built server, or where the sources build it to. */
const CONSOLE = ['../../../console', '../../../dist/console']
  .map((place) => path.resolve(import.meta.dirname, place))
  .find((place) => existsSync(place));

/** Puts every address in its place: what the server runs, and what tests of it run. */
export function prepareApp(app: NestExpressApplication): void {
  configureApp(app);
  app.setGlobalPrefix('api/v1', { exclude: OUTSIDE_API });
  publishOpenApi(app);
  serveConsole(app);
}

function publishOpenApi(app: NestExpressApplication): void {
  const outline = new DocumentBuilder()
    .setTitle('Overread')
    .setDescription(
      'Teleradiology reading-workflow orchestrator. Errors are RFC 9457 problem details with a stable code.',
    )
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, outline), {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
  });
}

/** The built console; every address that is not the server's is one of its pages. */
function serveConsole(app: NestExpressApplication): void {
  if (CONSOLE === undefined) return;
  app.useStaticAssets(CONSOLE, {
    setHeaders: (response: Response, file: string) => {
      const hashed = file.includes(`${path.sep}assets${path.sep}`);
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const page = request.method === 'GET' && !SERVER_PATHS.test(request.path) && request.accepts('html') === 'html';
    if (!page) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(path.join(CONSOLE, 'index.html'));
  });
}
