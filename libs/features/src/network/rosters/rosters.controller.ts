import { Controller, Get, Put } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { asId, DomainError, type ReadingGroupId } from '@overread/domain';
import { Answers, ZodBody } from '@overread/platform';
import { putRoster, rosterDay } from '@overread/wire';
import { z } from 'zod';
import { Asks, idIn, type Asked } from '../asked.js';
import type { RosterKey } from './roster-days.js';
import { RostersService, type Roster, type RosterBody } from './rosters.service.js';

const calendarDate = z.iso.date();

@ApiTags('rosters')
@Controller('rosters/:readingGroup/:date')
export class RostersController {
  constructor(private readonly rosters: RostersService) {}

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @Answers(rosterDay)
  @Get()
  async get(@Asks() { principal, path, tagged }: Asked): Promise<Roster> {
    const body = await this.rosters.get(principal, rosterKeyOf(path));
    return tagged({ body, version: body.version });
  }

  @ApiParam({ name: 'readingGroup', format: 'uuid' })
  @ApiParam({ name: 'date', format: 'date' })
  @Answers(rosterDay)
  @Put()
  async put(
    @Asks() { principal, path, accepted, tagged }: Asked,
    @ZodBody(putRoster) roster: RosterBody,
  ): Promise<Roster> {
    const body = await this.rosters.put(principal, rosterKeyOf(path), roster, accepted);
    return tagged({ body, version: body.version });
  }
}

/** The day of a path; 404 for what is none. */
export function rosterKeyOf(path: Asked['path']): RosterKey {
  const date = calendarDate.safeParse(path['date']);
  if (!date.success) throw new DomainError('not-found', 'request/not-found', 'there is no such day');
  return { readingGroupId: asId<ReadingGroupId>(idIn(path, 'readingGroup')), date: date.data };
}
