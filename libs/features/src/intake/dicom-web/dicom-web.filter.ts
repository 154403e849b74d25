import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError } from '@overread/domain';
import { problemOf, problemOfDomain, sendProblem } from '@overread/platform';
import type { Request, Response } from 'express';

const UNSUPPORTED = new Set(['dicomweb/unsupported-media-type']);

/** DICOMweb has no 422: what a request says wrong is 400, and a body of another kind 415 (PS3.18 section 8.5). */
@Catch(DomainError)
export class DicomWebFilter implements ExceptionFilter {
  catch(error: DomainError, host: ArgumentsHost): void {
    const [request, response] = [
      host.switchToHttp().getRequest<Request>(),
      host.switchToHttp().getResponse<Response>(),
    ];
    if (error.kind !== 'invalid') return sendProblem(request, response, problemOfDomain(error));
    const problem = problemOf(UNSUPPORTED.has(error.code) ? 415 : 400, error.code, error.message);
    const { errors } = error.details;
    sendProblem(request, response, { ...problem, body: { ...problem.body, ...(errors ? { errors } : {}) } });
  }
}
