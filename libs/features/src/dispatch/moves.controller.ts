import { releaseRead, type Principal, type ReaderId, type ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import { assignBody, declineReason, reason, type Read as WireRead, read as readSchema } from '@overread/wire';
import type { z } from 'zod';
import { AskedFor } from './asked-for.js';
import { MovingService } from './moving.service.js';
import { ReadActs, type AskedRead } from './read-acts.service.js';
import { TakingService } from './taking/taking.service.js';
import { readerOf } from './taking/worklist.controller.js';

type Asked = Omit<AskedRead, 'id'>;

/** Reads change hands. */
@ApiTags('reads')
@Controller('reads/:id')
export class MovesController {
  constructor(
    private readonly acts: ReadActs,
    private readonly taking: TakingService,
    private readonly moving: MovingService,
  ) {}

  @Post('accept')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Accept an offer, or take one of my next few' })
  accept(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    return this.taking.accept({ ...asked, id }, readerOf(principal), principal.id);
  }

  @Post('decline')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Turn an offer down, or skip one of my next few' })
  decline(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(declineReason.prefault({})) body: z.infer<typeof declineReason>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    return this.moving.decline({ ...asked, id }, readerOf(principal), body);
  }

  @Post('release')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Give a read back to the queue' })
  release(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(reason.prefault({})) body: z.infer<typeof reason>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const by = principal.readerId === null ? 'manager' : { readerId: principal.readerId };
    const release = { readId: id, by, reason: body.reason ?? 'none given' } as const;
    return this.acts.change(principal, { ...asked, id, action: 'release' }, (rows) => releaseRead(rows, release));
  }

  @Post('assign')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Offer the read to a reader of my choice; every hard rule holds' })
  assign(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(assignBody) body: z.infer<typeof assignBody>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const assignment = { readerId: body.readerId as ReaderId, reason: body.reason };
    return this.moving.assign(principal, { ...asked, id, action: 'assign' }, assignment);
  }
}
