import type { Principal, ReaderId } from '@overread/domain';
import { Controller, Get, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  IdParam,
  Repeatable,
  ZodBody,
  ZodQuery,
  type RepeatableRequest,
} from '@overread/platform';
import { conduct, conductContest, conductQuery, contestBody, type Conduct, type ConductContest } from '@overread/wire';
import type { z } from 'zod';
import { contestToWire } from './contest-wire.js';
import { ConductService } from './conduct.service.js';

@ApiTags('conduct')
@Controller('readers/:id/conduct')
export class ConductController {
  constructor(private readonly conduct: ConductService) {}

  @Get()
  @Answers(conduct)
  @ApiOperation({ summary: 'What a reader took and skipped, nights and STAT work, and what they say to it' })
  async get(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReaderId,
    @ZodQuery(conductQuery) { days }: z.infer<typeof conductQuery>,
  ): Promise<Conduct> {
    const { from, until, contests, ...rest } = await this.conduct.of(principal, id, days);
    return {
      ...rest,
      from: from.toISOString(),
      until: until.toISOString(),
      contests: contests.map((each) => contestToWire(each, rest.figures !== null)),
    };
  }

  @Post('contest')
  @Answers(conductContest, 201)
  @ApiOperation({ summary: 'Say what is wrong with what is recorded of me' })
  async contest(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReaderId,
    @ZodBody(contestBody) body: z.infer<typeof contestBody>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<ConductContest> {
    return contestToWire((await this.conduct.contest(principal, id, body, repeatable)).body, true);
  }
}
