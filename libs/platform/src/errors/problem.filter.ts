import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import type { Request, Response } from 'express';
import type { Problem } from './problem.js';
import { problemOfError, UNEXPECTED } from './problem-of-error.js';

const DETAILS = /Key \(.*|DETAIL:.*/gs;

/** An error as the log may keep it: PostgreSQL's details quote the row's values, and rows name patients. */
export function withoutValues(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: string };
  return `${code ? `[${code}] ` : ''}${(error.stack ?? error.message).replace(DETAILS, '(details withheld)')}`;
}

/** Answers a problem; whatever was sent already stays as it is. */
export function sendProblem(request: Request, response: Response, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const [instance] = request.originalUrl.split('?');
  response.status(problem.status);
  for (const [name, value] of Object.entries(problem.headers)) response.setHeader(name, value);
  response.type('application/problem+json').send(JSON.stringify({ ...problem.body, instance }));
}

/** Every error that leaves a route becomes RFC 9457 problem details. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown;
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const problem = problemOfError(thrown);
    if (problem === null) this.logger.error(withoutValues(thrown));
    else if (problem.status === 503 && thrown instanceof DomainError)
      this.logger.warn(`${problem.code}: ${withoutValues(thrown.cause ?? thrown)}`);
    sendProblem(request, http.getResponse<Response>(), problem ?? UNEXPECTED);
  }
}
