import { DomainError, type Principal } from '@overread/domain';
import { Controller, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  Database,
  problemOfError,
  UNEXPECTED,
  Repeatable,
  scopeOf,
  validated,
  withIdempotency,
  ZodBody,
  type Answer,
  type RepeatableRequest,
  type Tx,
  Answers,
} from '@overread/platform';
import { submission, type Study, type Submission, type Submitted, submitted, batchLine } from '@overread/wire';
import type { Request, Response } from 'express';
import { once } from 'node:events';
import { StudyView } from '../sla/index.js';
import { IntakeExceptions } from './exceptions.js';
import { IntakeService, type Outcome } from './intake.service.js';
import { linesOf } from './lines-of.js';

@ApiTags('studies')
@Controller()
export class SubmissionsController {
  constructor(
    private readonly database: Database,
    private readonly intake: IntakeService,
    private readonly exceptions: IntakeExceptions,
    private readonly view: StudyView,
  ) {}

  @Post('studies')
  @Answers(submitted, 201)
  @ApiOperation({
    summary: 'Submit a study: 201 new, 200 the same again or changed, 409 another identity, 422 a broken rule',
  })
  async submit(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(submission) body: Submission,
    @Repeatable() repeatable: RepeatableRequest | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Submitted> {
    const { status, body: answer } = await this.accept(principal, body, repeatable);
    response.status(status).setHeader('Location', `/api/v1/studies/${answer.id}`);
    return answer;
  }

  @Post('studies\\:batch')
  @Answers(batchLine)
  @ApiOperation({ summary: 'Submit many: newline-delimited JSON in, one line per study out, each on its own' })
  async batch(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    response.status(HttpStatus.OK).setHeader('Content-Type', 'application/x-ndjson');
    let line = 0;
    try {
      for await (const text of linesOf(request)) {
        line += 1;
        if (text.trim() === '') continue;
        const written = response.write(`${JSON.stringify(await this.batchLine(principal, text, line))}\n`);
        if (!written) await once(response, 'drain');
      }
    } catch (error) {
      const problem = problemOfError(error) ?? UNEXPECTED;
      response.write(`${JSON.stringify({ line: line + 1, status: problem.status, problem })}\n`);
    }
    response.end();
  }

  private async batchLine(principal: Principal, text: string, line: number): Promise<object> {
    try {
      const { status, body } = await this.accept(principal, validated(submission, parsed(text), 'line'), null);
      return { line, status, outcome: body.outcome, studyId: body.id };
    } catch (error) {
      const problem = problemOfError(error) ?? UNEXPECTED;
      return { line, status: problem.status, problem };
    }
  }

  /** A new study from the rows that were written, any other as it stands. */
  private shown(tx: Tx, principal: Principal, { studyId, created }: Outcome): Promise<Study> {
    const action = 'study.submit';
    if (!created) return this.view.studyOf(tx, principal, studyId, action);
    return this.view.written(tx, principal, created.rows, { action, now: created.now });
  }

  private async accept(
    principal: Principal,
    body: Submission,
    repeatable: RepeatableRequest | null,
  ): Promise<Answer<Submitted>> {
    const facility = this.intake.facilityFor(principal, body.facility);
    try {
      return await this.database.transaction(scopeOf(principal), (tx) =>
        withIdempotency(tx, repeatable, async () => {
          const outcome = await this.intake.submit(tx, body, facility);
          const study = await this.shown(tx, principal, outcome);
          return { status: outcome.outcome === 'created' ? 201 : 200, body: { ...study, ...told(outcome) } };
        }),
      );
    } catch (error) {
      if (error instanceof DomainError && error.code === 'intake/identity-conflict') {
        await this.exceptions.record({
          door: 'rest',
          code: error.code,
          reason: error.message,
          healthSystemId: facility.healthSystemId,
          facilityId: facility.id,
          studyId: (error.details.facts?.['studyId'] as never) ?? null,
          facts: { studyInstanceUid: body.studyInstanceUid ?? null, accessionNumber: body.accessionNumber ?? null },
        });
      }
      throw error;
    }
  }
}

const told = ({ outcome, differences }: Outcome) => ({ outcome, ...(differences.length > 0 ? { differences } : {}) });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new DomainError('invalid', 'request/invalid-json', 'the line is not JSON');
  }
}
