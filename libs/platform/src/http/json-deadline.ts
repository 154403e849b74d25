import type { NextFunction, Request, Response } from 'express';
import { problemOf } from '../errors/problem.js';
import { sendProblem } from '../errors/problem.filter.js';

export const JSON_TYPES = ['application/json', 'application/*+json'];

/**
 * A JSON body is small: one that has not arrived in time comes from a client that holds connections open. Other bodies
 * (images) may take long.
 */
export const jsonDeadline =
  (milliseconds: number) =>
  (request: Request, response: Response, next: NextFunction): void => {
    if (!request.is(JSON_TYPES)) return next();
    const timer = setTimeout(() => {
      // Answered without reading the body (no token, no such route): there is only the connection to end.
      if (response.headersSent) {
        request.destroy();
        return;
      }
      response.setHeader('Connection', 'close');
      response.once('finish', () => request.destroy());
      sendProblem(request, response, problemOf(408, 'request/timeout', 'the body did not arrive in time'));
    }, milliseconds).unref();
    const stop = () => clearTimeout(timer);
    request.once('end', stop).once('close', stop);
    next();
  };
