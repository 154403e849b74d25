import type { NestApplicationOptions } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { Config } from '../config/config.js';
import { sendProblem } from '../errors/problem.filter.js';
import { problemOfError } from '../errors/problem-of-error.js';
import { JSON_TYPES, jsonDeadline } from './json-deadline.js';
import { refuseDeepJson } from './json-depth.js';

const JSON_LIMIT = '1mb';
const JSON_BODY_MS = 15_000;
const HEADERS_MS = 10_000;
/** Other bodies (images) may be long but never silent. */
const SILENCE_MS = 60_000;

/** For `NestFactory.create` and for tests' `createNestApplication`. */
export const applicationOptions: NestApplicationOptions = {
  bodyParser: false,
  bufferLogs: true,
  forceCloseConnections: true,
};

const checkJson = (_request: unknown, _response: unknown, body: Buffer): void => refuseDeepJson(body);

/** Before Nest sees it: Nest keeps the status of the parser's error, but not which error it was. */
function answerUnreadable(error: unknown, request: Request, response: Response, next: NextFunction): void {
  const problem = problemOfError(error);
  if (problem === null) next(error);
  else sendProblem(request, response, problem);
}

const contentSecurityPolicy = {
  useDefaults: true,
  directives: {
    // Plain http has nothing to upgrade to; TLS ends before the server.
    'upgrade-insecure-requests': null,
    'default-src': ["'self'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", 'ws:', 'wss:'],
    'worker-src': ["'self'", 'blob:'],
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    'style-src': ["'self'", "'unsafe-inline'"],
  },
};

/** Everything around the routes that the server and the tests share. Call it before `listen` or `init`. */
export function configureApp(app: NestExpressApplication): void {
  const config = app.get(Config);
  app.useLogger(app.get(Logger));
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy, crossOriginEmbedderPolicy: false }));
  app.use(jsonDeadline(JSON_BODY_MS));
  // Nest's type leaves out what express' parser is given all the same.
  const json = { limit: JSON_LIMIT, type: JSON_TYPES, verify: checkJson };
  app.useBodyParser('json', json);
  app.use(answerUnreadable);
  app.enableShutdownHooks();
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = 0;
  server.timeout = SILENCE_MS;
}
