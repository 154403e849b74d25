import { demand, type Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Database, scopeOf, ZodQuery, Answers } from '@overread/platform';
import { queuesQuery, type QueueRow, listOf, queueRow } from '@overread/wire';
import type { z } from 'zod';
import { queueRows } from './queue-rows.js';

@ApiTags('queues')
@Controller('queues')
export class QueuesController {
  constructor(private readonly database: Database) {}

  @Get()
  @Answers(listOf(queueRow))
  @ApiOperation({ summary: 'The live queue: open reads with slack, holder and why they are where they are' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(queuesQuery) query: z.infer<typeof queuesQuery>,
  ): Promise<{ items: QueueRow[]; next: string | null }> {
    demand(principal, 'view-queue');
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { limit } = query;
      const rows = await queueRows(tx, { ...definedOf(query), limit: limit + 1 }, await tx.now());
      const items = rows.slice(0, limit);
      return { items, next: rows.length > limit ? (items.at(-1)?.readId ?? null) : null };
    });
  }
}

const definedOf = ({ readingGroup, tier, state, after }: z.infer<typeof queuesQuery>) => ({
  ...(readingGroup ? { readingGroup } : {}),
  ...(tier ? { tier } : {}),
  ...(state ? { state } : {}),
  ...(after ? { after } : {}),
});
