import type { Principal, ReadId } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import {
  adjudicateBody,
  adjudication,
  comparison,
  gradeBody,
  grading,
  type Adjudication,
  type Comparison,
  type Grading,
} from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { ComparisonService } from './comparison.service.js';
import { JudgingService } from './judging.service.js';

/** What comes of a second read: both texts side by side, a grade, a third reader's decision. */
@ApiTags('quality')
@Controller('reads/:id')
export class SecondReadsController {
  constructor(
    private readonly comparisons: ComparisonService,
    private readonly judging: JudgingService,
  ) {}

  @Get('comparison')
  @Answers(comparison)
  @ApiOperation({
    summary:
      'The two reads of a pair side by side, once the second reader’s own opinion is in; without authors to whoever judges them',
  })
  comparison(@CurrentPrincipal() principal: Principal, @IdParam('id') id: ReadId): Promise<Comparison> {
    return this.comparisons.of(principal, id);
  }

  @Post('grade')
  @HttpCode(200)
  @Answers(grading)
  @ApiOperation({
    summary:
      'Grade the first read on RADPEER 2016, as its second reader whose own opinion is in; a discordant grade asks a third reader',
  })
  grade(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(gradeBody) body: z.infer<typeof gradeBody>,
    @Exchange() { repeatable, versions }: HttpExchange,
  ): Promise<Grading> {
    return this.judging.grade(principal, { id, repeatable, versions }, body);
  }

  @Post('adjudicate')
  @HttpCode(200)
  @Answers(adjudication)
  @ApiOperation({ summary: 'Decide a discordant pair, as the third reader who holds its adjudication' })
  adjudicate(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(adjudicateBody) body: z.infer<typeof adjudicateBody>,
    @Exchange() { repeatable, versions }: HttpExchange,
  ): Promise<Adjudication> {
    return this.judging.adjudicate(principal, { id, repeatable, versions }, body);
  }
}
