import { Controller, Get } from '@nestjs/common';
import { asId, type ReadingGroupId, type RosterShiftId } from '@overread/domain';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, ZodQuery, type Page } from '@overread/platform';
import { listOf, rosterWeek, rosterWeekQuery, shiftTaker, type ShiftTaker } from '@overread/wire';
import type { z } from 'zod';
import { Asks, idIn, type Asked } from '../asked.js';
import { RosterWeeksService, type RosterDays } from './roster-weeks.service.js';
import { rosterKeyOf } from './rosters.controller.js';

@ApiTags('rosters')
@Controller('rosters/:readingGroup')
export class RosterWeeksController {
  constructor(private readonly weeks: RosterWeeksService) {}

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @Answers(rosterWeek)
  @ApiOperation({ summary: 'Days of a group’s roster side by side, with the names of its readers' })
  @Get()
  async week(
    @Asks() { principal, path }: Asked,
    @ZodQuery(rosterWeekQuery) query: z.infer<typeof rosterWeekQuery>,
  ): Promise<RosterDays> {
    return this.weeks.week(principal, asId<ReadingGroupId>(idIn(path, 'readingGroup')), query);
  }

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @ApiParam({ name: 'shift', format: 'uuid' })
  @Answers(listOf(shiftTaker))
  @ApiOperation({ summary: 'Who of the group could take a shift over, and what they lack for it' })
  @Get(':date/shifts/:shift/takers')
  async takers(@Asks() { principal, path }: Asked): Promise<Page<ShiftTaker>> {
    const takers = await this.weeks.takers(principal, rosterKeyOf(path), asId<RosterShiftId>(idIn(path, 'shift')));
    return { items: takers.map(({ readerId, name, warnings }) => ({ readerId, name, warnings })), next: null };
  }
}
