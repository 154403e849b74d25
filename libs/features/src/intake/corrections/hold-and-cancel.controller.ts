import {
  cancelStudy,
  holdStudy,
  reopenStudy,
  resumeStudy,
  type Corrector,
  type Principal,
  type StudyId,
} from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { cancelBody, holdBody, reopenBody, resumeBody, study as studySchema, type Study } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../../reading/index.js';
import { StudyCommands } from '../commands.service.js';
import { Correcting } from './correcting.js';
import { linkedCount } from './linked.queries.js';

type Body<T extends z.ZodType> = z.infer<T>;

@ApiTags('corrections')
@Controller('studies/:id')
export class HoldAndCancelController {
  constructor(
    private readonly correcting: Correcting,
    private readonly commands: StudyCommands,
  ) {}

  @Post('hold')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Let the study wait for a reason until a cap; critical and STAT stay offered' })
  hold(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(holdBody) body: Body<typeof holdBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const { reason, note = null } = body;
    const until = body.until ? new Date(body.until) : null;
    const holding = { reason, note, until, by: correctorOf(principal) };
    return this.correcting.correct(principal, { id, versions, repeatable, reason, note }, 'hold-study', async (tx) => {
      await this.commands.apply(tx, id, (rows, now) => holdStudy(rows, holding, now), versions);
      return id;
    });
  }

  @Post('resume')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'End the hold: the study is offered again, its clocks run on' })
  resume(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(resumeBody.prefault({})) { note = null }: Body<typeof resumeBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const asked = { id, versions, repeatable, reason: 'resumed', note };
    return this.correcting.correct(principal, asked, 'hold-study', async (tx) => {
      await this.commands.apply(tx, id, (rows, now) => resumeStudy(rows, { by: principal.id }, now), versions);
      return id;
    });
  }

  @Post('cancel')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'The study is not to be read: open reads end, clocks count nowhere' })
  cancel(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(cancelBody) { reason, note = null }: Body<typeof cancelBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const asked = { id, versions, repeatable, reason, note };
    return this.correcting.correct(principal, asked, 'change-study', async (tx) => {
      const leads = await linkedCount(tx, [id]);
      await this.commands.apply(tx, id, (rows, now) => cancelStudy(rows, { reason, leads }, now), versions);
      return id;
    });
  }

  @Post('reopen')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'A cancelled study is to be read after all: planned anew, its clock from now' })
  reopen(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(reopenBody) { reason, note = null }: Body<typeof reopenBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const asked = { id, versions, repeatable, reason, note };
    return this.correcting.correct(principal, asked, 'change-study', async (tx) => {
      await this.commands.apply(tx, id, (rows, now) => reopenStudy(rows, { reason }, now), versions);
      return id;
    });
  }
}

const correctorOf = ({ id, name }: Principal): Corrector => ({ id, name });
