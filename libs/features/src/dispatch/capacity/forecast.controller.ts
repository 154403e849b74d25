import { asId, demand, type Principal, type ReadingGroupId } from '@overread/domain';
import { Controller, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody, ZodQuery } from '@overread/platform';
import {
  appliedRemedy,
  applyRemedyBody,
  capacityForecast,
  forecastQuery,
  type AppliedRemedy,
  type CapacityForecast,
} from '@overread/wire';
import type { z } from 'zod';
import { RemediesService } from './remedies.service.js';

/** What will be missed, and what would help. */
@ApiTags('forecast')
@Controller('forecast')
export class ForecastController {
  constructor(private readonly remedies: RemediesService) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Answers(capacityForecast)
  @ApiOperation({
    summary: 'Arrivals and readers of the coming hours, the reads that will miss their deadline, and what would help',
    description:
      'Played forward from what waits, who is signed on or rostered, and what came in these hours of past weeks. A remedy ' +
      'saves what differs when it is played once more with it.',
  })
  look(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(forecastQuery) { readingGroup, ...asked }: z.infer<typeof forecastQuery>,
  ): Promise<CapacityForecast> {
    return this.remedies.forecast({ readingGroupId: groupAsked(principal, readingGroup), ...asked });
  }

  @Post('remedies/:id')
  @HttpCode(200)
  @Answers(appliedRemedy)
  @ApiOperation({
    summary: 'Open the reads that will miss their deadline to the group, or call in the reader who is on call; once',
    description:
      '409 `forecast/no-such-remedy` when it would help no more: ask for the forecast again. Who is called in is told on ' +
      'their worklist (`roster.called-in`); 409 `roster/called-in` when they have been already.',
  })
  apply(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: string,
    @ZodBody(applyRemedyBody) { readingGroup, ...asked }: z.infer<typeof applyRemedyBody>,
  ): Promise<AppliedRemedy> {
    return this.remedies.apply(principal, { id, readingGroupId: groupAsked(principal, readingGroup), ...asked });
  }
}

/** A manager's own group when none is named; another's is not there. */
function groupAsked(principal: Principal, readingGroup: string | undefined): ReadingGroupId | null {
  demand(principal, 'view-forecast');
  const own = principal.role === 'group-manager' ? principal.organizationIds[0] : undefined;
  const asked = readingGroup?.toLowerCase() ?? own;
  if (asked === undefined) return null;
  const readingGroupId = asId<ReadingGroupId>(asked);
  demand(principal, 'view-forecast', { readingGroupIds: [readingGroupId] });
  return readingGroupId;
}
