import { asId, demand, type Principal, type ReadingGroupId } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Database, scopeOf, ZodBody, ZodQuery, Answers } from '@overread/platform';
import {
  listOf,
  openedSteps,
  openStepsBody,
  queueRow,
  queuesQuery,
  type OpenedSteps,
  type QueueRow,
} from '@overread/wire';
import type { z } from 'zod';
import { BreachChances } from './forecast/breach-chances.js';
import { LadderService } from './levers/ladder.service.js';
import { queueRows } from './queue-rows.js';

@ApiTags('queues')
@Controller('queues')
export class QueuesController {
  constructor(
    private readonly database: Database,
    private readonly ladder: LadderService,
    private readonly chances: BreachChances,
  ) {}

  @Get()
  @Answers(listOf(queueRow))
  @ApiOperation({ summary: 'The live queue: open reads with slack, holder and why they are where they are' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(queuesQuery) query: z.infer<typeof queuesQuery>,
  ): Promise<{ items: QueueRow[]; next: string | null }> {
    demand(principal, 'view-queue');
    await this.chances.fresh();
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { limit } = query;
      const view = { now: await tx.now(), chances: this.chances };
      const rows = await queueRows(tx, { ...definedOf(query), limit: limit + 1 }, view);
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? (items.at(-1)?.readId ?? null) : null };
    });
  }

  @Post('open-steps')
  @HttpCode(200)
  @Answers(openedSteps)
  @ApiOperation({ summary: 'Open to a group the waiting reads whose ladder names it on a step still closed' })
  async openSteps(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(openStepsBody) body: z.infer<typeof openStepsBody>,
  ): Promise<OpenedSteps> {
    demand(principal, 'move-ladder');
    const remedy = { ...body, readingGroup: asId<ReadingGroupId>(body.readingGroup.toLowerCase()) };
    return { opened: await this.ladder.openToGroup(principal, remedy) };
  }
}

const definedOf = ({ readingGroup, tier, state, after }: z.infer<typeof queuesQuery>) => ({
  ...(readingGroup ? { readingGroup } : {}),
  ...(tier ? { tier } : {}),
  ...(state ? { state } : {}),
  ...(after ? { after } : {}),
});
