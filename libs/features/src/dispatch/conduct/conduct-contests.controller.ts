import type { Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody, ZodQuery, type Page } from '@overread/platform';
import {
  answerContestBody,
  conductContest,
  contestsQuery,
  listedContest,
  listOf,
  type ConductContest,
  type ListedContest,
} from '@overread/wire';
import type { z } from 'zod';
import { contestToWire } from './contest-wire.js';
import { ConductContestsService } from './conduct-contests.service.js';

@ApiTags('conduct')
@Controller('conduct-contests')
export class ConductContestsController {
  constructor(private readonly contests: ConductContestsService) {}

  @Get()
  @Answers(listOf(listedContest))
  @ApiOperation({ summary: 'What readers contest: those that nobody has answered, the oldest first; or all' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(contestsQuery) query: z.infer<typeof contestsQuery>,
  ): Promise<Page<ListedContest>> {
    const contests = await this.contests.list(principal, { ...query, limit: query.limit + 1 });
    const items = contests
      .slice(0, query.limit)
      .map(({ contest, readerName, shown }) => ({ ...contestToWire(contest, shown), readerName }));
    return { items, next: contests.length > query.limit ? (items.at(-1)?.id ?? null) : null };
  }

  @Post(':id/answer')
  @HttpCode(200)
  @Answers(conductContest)
  @ApiOperation({ summary: 'Say, once, whether a contested figure stands; work of a struck one counts no more' })
  async answer(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: string,
    @ZodBody(answerContestBody) body: z.infer<typeof answerContestBody>,
  ): Promise<ConductContest> {
    const { contest, shown } = await this.contests.answer(principal, id, body);
    return contestToWire(contest, shown);
  }
}
