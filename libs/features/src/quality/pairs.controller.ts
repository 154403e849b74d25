import { demand, type Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, pageOf, scopeOf, valuesOfCursor, ZodQuery } from '@overread/platform';
import { adjudication, adjudicationsQuery, listOf, readPair, readPairsQuery } from '@overread/wire';
import type { z } from 'zod';
import { adjudicationRowsOf, pairRowsOf } from './pairs.queries.js';
import { adjudicationToWire } from './quality-wire.js';

const startOf = (after: string | undefined) => (after ? valuesOfCursor(after, 2) : [null, null]);

/** Second reads as lists: a reader's own, and those a manager answers for. */
@ApiTags('quality')
@Controller()
export class PairsController {
  constructor(private readonly database: Database) {}

  @Get('read-pairs')
  @Answers(listOf(readPair))
  @ApiOperation({
    summary: 'Pairs of reads, newest first: a reader’s own (as first reader once graded), a manager’s groups’',
  })
  async pairs(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(readPairsQuery) query: z.infer<typeof readPairsQuery>,
  ) {
    demand(principal, 'view-reader-analytics');
    const after = startOf(query.after);
    const rows = await this.database.transaction(scopeOf(principal), (tx) => pairRowsOf(tx, principal, query, after));
    const page = pageOf(rows, query.limit, ({ comparedAt, id }) => [comparedAt.toISOString(), id]);
    const items = page.items.map(({ comparedAt, gradedAt, ...row }) => ({
      ...row,
      comparedAt: comparedAt.toISOString(),
      gradedAt: gradedAt?.toISOString() ?? null,
    }));
    return { ...page, items };
  }

  @Get('adjudications')
  @Answers(listOf(adjudication))
  @ApiOperation({
    summary: 'Discordant pairs before a third reader, newest first: who answers for each, and until when',
  })
  async adjudications(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(adjudicationsQuery) query: z.infer<typeof adjudicationsQuery>,
  ) {
    demand(principal, 'view-reader-analytics');
    const after = startOf(query.after);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const [rows, now] = await Promise.all([adjudicationRowsOf(tx, query, after), tx.now()]);
      const page = pageOf(rows, query.limit, ({ id, requestedAt }) => [requestedAt.toISOString(), id]);
      return { ...page, items: page.items.map((row) => adjudicationToWire(row, now)) };
    });
  }
}
