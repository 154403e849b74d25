import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { LoggerModule } from 'nestjs-pino';
import type { LogFn, Logger } from 'pino';
import { Config } from '../config/config.js';

const REQUEST_ID = /^[\w.-]{1,64}$/;
const QUIET = /^\/(health|metrics)\b/;
/** Nest names every module and address at every start: what a person who starts it must read would scroll away. */
const START_UP = new Set(['InstanceLoader', 'NestFactory', 'RouterExplorer', 'RoutesResolver', 'WebSocketsController']);

const contextOf = (first: unknown): unknown =>
  typeof first === 'object' && first !== null && 'context' in first ? first.context : null;

/** The caller's request id when it is a plain one, else a new one; answered in the same header. */
function requestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id'];
  const id = typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}

/** Structured logs without tokens, queries (they may name patients) or bodies. */
export const loggingModule = () =>
  LoggerModule.forRootAsync({
    inject: [Config],
    useFactory: (config: Config) => ({
      pinoHttp: {
        level: config.logLevel,
        genReqId: requestId,
        quietReqLogger: true,
        autoLogging: { ignore: (request: IncomingMessage) => QUIET.test(request.url ?? '') },
        hooks: {
          logMethod(this: Logger, args: Parameters<LogFn>, log: LogFn) {
            const chatter = START_UP.has(String(contextOf(args[0])));
            if (!chatter || this.isLevelEnabled('debug')) log.apply(this, args);
          },
        },
        customLogLevel: (_request: IncomingMessage, response: ServerResponse, error?: Error) =>
          error !== undefined || response.statusCode >= 500 ? 'warn' : 'debug',
        serializers: {
          req: (request: { id: string; method: string; url: string }) => ({
            id: request.id,
            method: request.method,
            path: request.url.split('?')[0],
          }),
          res: (response: { statusCode: number }) => ({ status: response.statusCode }),
          err: (error: { type?: string; message?: string }) => ({ type: error.type, message: error.message }),
        },
        redact: ['req.headers', 'password', 'token', 'secret', '*.password', '*.token', '*.secret'],
      },
    }),
  });
