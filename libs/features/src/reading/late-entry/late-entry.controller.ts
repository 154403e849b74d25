import type { Principal, ReadId, StudyId } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { lateEntry, lateEntryBody, listOf, signed, type LateEntryBody, type Signed } from '@overread/wire';
import { Exchange, type HttpExchange } from '../exchange.js';
import { LateEntryService } from './late-entry.service.js';

/** Readings made outside, while the system was down or out of reach. Who enters one is who made it: the principal. */
@ApiTags('reads')
@Controller()
export class LateEntryController {
  constructor(private readonly entries: LateEntryService) {}

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
