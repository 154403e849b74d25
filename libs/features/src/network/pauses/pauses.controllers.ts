import { type Principal, type ReaderId, type ReadingGroupId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, IfMatch, ZodBody } from '@overread/platform';
import { drainBody, pauseBody, paused, endPauseBody, type Paused } from '@overread/wire';
import type { z } from 'zod';
import { PausesService } from './pauses.service.js';

type Row = Pick<Paused, 'id' | 'name' | 'version'> & { pause?: Paused['pause'] };
const shown = ({ id, name, version, pause = null }: Row): Paused => ({ id, name, version, pause });

@ApiTags('readers')
@Controller('readers/:id')
export class ReaderPausesController {
  constructor(private readonly pauses: PausesService) {}

  @Post('pause')
  @HttpCode(200)
  @Answers(paused)
  @ApiOperation({ summary: 'Keep new work from a reader for a time; what they hold stays theirs' })
  async pause(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReaderId,
    @ZodBody(pauseBody) body: z.infer<typeof pauseBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<Paused> {
    return shown(await this.pauses.pauseReader(principal, id, body, versions));
  }

  @Post('resume')
  @HttpCode(200)
  @Answers(paused)
  @ApiOperation({ summary: 'Let new work come to a reader again' })
  async resume(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReaderId,
    @ZodBody(endPauseBody) { reason }: z.infer<typeof endPauseBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<Paused> {
    return shown(await this.pauses.resumeReader(principal, id, reason, versions));
  }
}

@ApiTags('reading-groups')
@Controller('reading-groups/:id')
export class GroupPausesController {
  constructor(private readonly pauses: PausesService) {}

  @Post('pause')
  @HttpCode(200)
  @Answers(paused)
  @ApiOperation({ summary: 'Keep new work from a group for a time; critical work still comes' })
  async pause(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadingGroupId,
    @ZodBody(pauseBody) body: z.infer<typeof pauseBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<Paused> {
    return shown(await this.pauses.pauseGroup(principal, id, { kind: 'paused', ...body }, versions));
  }

  @Post('drain')
  @HttpCode(200)
  @Answers(paused)
  @ApiOperation({ summary: 'A group finishes what it holds; what waits for it goes to the next step at once' })
  async drain(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadingGroupId,
    @ZodBody(drainBody) { minutes = null, reason }: z.infer<typeof drainBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<Paused> {
    return shown(await this.pauses.pauseGroup(principal, id, { kind: 'draining', minutes, reason }, versions));
  }

  @Post('resume')
  @HttpCode(200)
  @Answers(paused)
  @ApiOperation({ summary: 'Let new work come to a group again' })
  async resume(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadingGroupId,
    @ZodBody(endPauseBody) { reason }: z.infer<typeof endPauseBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<Paused> {
    return shown(await this.pauses.resumeGroup(principal, id, reason, versions));
  }
}
