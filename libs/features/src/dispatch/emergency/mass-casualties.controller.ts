import type { MassCasualtyId, Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, Repeatable, setEtag, ZodBody, ZodQuery } from '@overread/platform';
import type { Page, RepeatableRequest } from '@overread/platform';
import {
  listOf,
  massCasualtiesQuery,
  massCasualty,
  newMassCasualty,
  reviewBody,
  type MassCasualty,
} from '@overread/wire';
import type { Response } from 'express';
import type { z } from 'zod';
import { AskedFor } from '../asked-for.js';
import { MassCasualties, type AskedEvent } from './mass-casualties.service.js';

type Asked = Omit<AskedEvent, 'id'>;

/** Declared events: ladders of their facilities are open at once, fair share is suspended, hard rules stay. */
@ApiTags('emergencies')
@Controller('mass-casualty-events')
export class MassCasualtiesController {
  constructor(private readonly events: MassCasualties) {}

  @Post()
  @Answers(massCasualty, 201)
  @ApiOperation({ summary: 'Declare an event for facilities of one health system, for at most 24 h from now' })
  declare(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newMassCasualty) body: z.infer<typeof newMassCasualty>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<MassCasualty> {
    return this.events.declare(principal, repeatable, body);
  }

  @Get()
  @Answers(listOf(massCasualty))
  @ApiOperation({ summary: 'Events under way, and those over that nobody has reviewed; the latest end first' })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(massCasualtiesQuery) query: z.infer<typeof massCasualtiesQuery>,
  ): Promise<Page<MassCasualty>> {
    return this.events.list(principal, query);
  }

  @Get(':id')
  @Answers(massCasualty)
  @ApiOperation({ summary: 'One event: where, by whom, until when, and what was thought of it afterwards' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: MassCasualtyId,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MassCasualty> {
    const shown = await this.events.one(principal, id);
    setEtag(response, shown.version);
    return shown;
  }

  @Post(':id/end')
  @HttpCode(200)
  @Answers(massCasualty)
  @ApiOperation({ summary: 'End an event before its time' })
  end(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: MassCasualtyId,
    @AskedFor() asked: Asked,
  ): Promise<MassCasualty> {
    return this.events.end(principal, { id, ...asked });
  }

  @Post(':id/review')
  @HttpCode(200)
  @Answers(massCasualty)
  @ApiOperation({ summary: 'Review an event that is over, by somebody who did not declare it' })
  review(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: MassCasualtyId,
    @ZodBody(reviewBody) body: z.infer<typeof reviewBody>,
    @AskedFor() asked: Asked,
  ): Promise<MassCasualty> {
    return this.events.review(principal, { id, ...asked }, body);
  }
}
