import type { Principal, ReadId, StudyId } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody, ZodQuery, type Page } from '@overread/platform';
import {
  lateEntry,
  lateEntryBody,
  listOf,
  outsideRead,
  outsideReadsQuery,
  signed,
  type LateEntryBody,
  type OutsideRead,
  type Signed,
} from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { LateEntryService } from './late-entry.service.js';
import { OutsideReadsService } from './outside-reads.service.js';

/** Readings made outside, while the system was down or out of reach. Who enters one is who made it: the principal. */
@ApiTags('reads')
@Controller()
export class LateEntryController {
  constructor(
    private readonly entries: LateEntryService,
    private readonly outside: OutsideReadsService,
  ) {}

  @Get('outside-reads')
  @Answers(listOf(outsideRead))
  @ApiOperation({ summary: 'Reads that I may have made outside, by facility and exact accession number' })
  async find(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(outsideReadsQuery) query: z.infer<typeof outsideReadsQuery>,
  ): Promise<Page<OutsideRead>> {
    return { items: await this.outside.find(principal, query), next: null };
  }

  @Post('reads/:id/late-entry')
  @HttpCode(200)
  @Answers(signed)
  @ApiOperation({
    summary:
      'Enter and sign a reading made outside, with its true times, source and evidence; clocks use the true time',
  })
  enter(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(lateEntryBody) body: LateEntryBody,
    @Exchange() { repeatable, versions }: HttpExchange,
  ): Promise<Signed> {
    return this.entries.enter(principal, { id, versions, repeatable }, body);
  }

  @Get('studies/:id/late-entries')
  @Answers(listOf(lateEntry))
  @ApiOperation({
    summary: 'Readings of a study that were made outside: source, evidence and both times, oldest first',
  })
  ofStudy(@CurrentPrincipal() principal: Principal, @IdParam('id') id: StudyId) {
    return this.entries.ofStudy(principal, id);
  }
}
