import { demand, DomainError, type Principal, type ReaderId } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Repeatable, ZodQuery, type RepeatableRequest } from '@overread/platform';
import {
  worklistQuery,
  type ReadWithStudy,
  type WorklistRow,
  worklistAnswer,
  type WorklistAnswer,
  readWithStudy,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { StudyView } from '../../sla/index.js';
import { TakingService } from './taking.service.js';
import { WorklistService } from './worklist.service.js';

/** The reader a person reads as; only readers have a list. */
export function readerOf(principal: Principal): ReaderId {
  demand(principal, 'view-worklist');
  if (principal.readerId === null) throw new DomainError('forbidden', 'access/no-reader', 'This person is no reader');
  return principal.readerId;
}

@ApiTags('worklist')
@Controller('worklist')
export class WorklistController {
  constructor(
    private readonly worklist: WorklistService,
    private readonly taking: TakingService,
    private readonly studies: StudyView,
  ) {}

  @Get()
  @Answers(worklistAnswer)
  @ApiOperation({ summary: 'My reads and what is planned for me next, with slack' })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(worklistQuery) query: z.infer<typeof worklistQuery>,
  ): Promise<WorklistAnswer> {
    const { rows, skips } = await this.worklist.rowsFor(readerOf(principal));
    const shown = query.filter ? rows.filter((row) => row.place === query.filter) : rows;
    return { items: sorted(shown, query.sort), next: null, skips };
  }

  @Post('next')
  @HttpCode(200)
  @Answers(readWithStudy)
  @ApiOperation({ summary: 'Take the next read: assigned and accepted in one; 204 when there is none' })
  async next(
    @CurrentPrincipal() principal: Principal,
    @Repeatable() repeatable: RepeatableRequest | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ReadWithStudy | undefined> {
    const asked = { actor: principal.id, repeatable };
    const answer = await this.taking.next(readerOf(principal), asked, async (tx, taken) => {
      const study = await this.studies.written(tx, principal, taken, { action: 'take', now: taken.now });
      const read = study.reads.find((each) => each.id === taken.read.id);
      if (!read) throw new Error(`read ${taken.read.id} is not among those of its study`);
      return { read, study };
    });
    if (answer) return answer;
    response.status(204);
    return undefined;
  }
}

/** `planned` keeps the order of the plan; the others sort by the instant, the undated last. */
function sorted(rows: WorklistRow[], by: 'planned' | 'dueAt' | 'receivedAt'): WorklistRow[] {
  if (by === 'planned') return rows;
  return rows.toSorted((a, b) => (a[by] ?? '9').localeCompare(b[by] ?? '9'));
}
