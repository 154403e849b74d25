import { Controller, Get, Param, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { asId, DomainError, type Principal, type ReadingGroupId } from '@overread/domain';
import { CurrentPrincipal, IdParam, IfMatch, setEtag, ZodBody } from '@overread/platform';
import { putRoster } from '@overread/wire';
import type { Response } from 'express';
import { z } from 'zod';
import { RostersService, type Roster, type RosterBody, type RosterKey } from './rosters.service.js';

const calendarDate = z.iso.date();

@ApiTags('rosters')
@Controller('rosters/:readingGroup/:date')
export class RostersController {
  constructor(private readonly rosters: RostersService) {}

  @Get()
  async get(
    @CurrentPrincipal() principal: Principal,
    @IdParam('readingGroup') readingGroup: string,
    @Param('date') date: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Roster> {
    const roster = await this.rosters.get(principal, keyOf(readingGroup, date));
    setEtag(response, roster.version);
    return roster;
  }

  @Put()
  async put(
    @CurrentPrincipal() principal: Principal,
    @IdParam('readingGroup') readingGroup: string,
    @Param('date') date: string,
    @ZodBody(putRoster) body: RosterBody,
    @IfMatch() accepted: readonly number[] | null,
    @Res({ passthrough: true }) response: Response,
  ): Promise<Roster> {
    const roster = await this.rosters.put(principal, keyOf(readingGroup, date), body, accepted);
    setEtag(response, roster.version);
    return roster;
  }
}

function keyOf(readingGroup: string, date: string): RosterKey {
  if (!calendarDate.safeParse(date).success)
    throw new DomainError('not-found', 'request/not-found', 'there is no such day');
  return { readingGroupId: asId<ReadingGroupId>(readingGroup), date };
}
