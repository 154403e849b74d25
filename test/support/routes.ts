import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { TestServer } from './test-server.js';

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `{names}` where parameters go. */
  path: string;
}

/** Every route that the OpenAPI document tells of. */
export function routesOf({ app }: TestServer): Route[] {
  const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase() as Route['method'], path })),
  );
}
