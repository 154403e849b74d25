import {
  asId,
  closeStep,
  openStep,
  unpinRead,
  type Principal,
  type ReaderId,
  type ReadId,
  type ReadingGroupId,
} from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, ZodBody } from '@overread/platform';
import {
  closeStepBody,
  openStepBody,
  pinBody,
  read as readSchema,
  unpinBody,
  type Read as WireRead,
} from '@overread/wire';
import type { z } from 'zod';
import { AskedFor } from '../asked-for.js';
import { ReadActs, type AskedRead } from '../read-acts.service.js';
import { PinsService } from './pins.service.js';

type Asked = Omit<AskedRead, 'id'>;

/** What a manager does to one read. */
@ApiTags('reads')
@Controller('reads/:id')
export class LeversController {
  constructor(
    private readonly acts: ReadActs,
    private readonly pins: PinsService,
  ) {}

  @Post('open-step')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Open a step of the ladder before its time: more readers may be offered the read' })
  openStep(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(openStepBody) body: z.infer<typeof openStepBody>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const act = { ...asked, id, action: 'move-ladder' as const };
    return this.acts.change(principal, act, (rows, now) => openStep(rows, { readId: id, ...body }, now));
  }

  @Post('close-step')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Close a step of the ladder, and those above it, until an instant or the deadline' })
  closeStep(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(closeStepBody) body: z.infer<typeof closeStepBody>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const act = { ...asked, id, action: 'move-ladder' as const };
    return this.acts.change(principal, act, (rows, now) => closeStep(rows, { readId: id, ...body }, now));
  }

  @Post('pin')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Keep a read for one reader or group for a time; every hard rule holds' })
  pin(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(pinBody) { readerId, readingGroupId, ...body }: z.infer<typeof pinBody>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const to = {
      readerId: readerId ? asId<ReaderId>(readerId.toLowerCase()) : null,
      readingGroupId: readingGroupId ? asId<ReadingGroupId>(readingGroupId.toLowerCase()) : null,
    };
    return this.pins.pin(principal, { ...asked, id, action: 'pin' }, { to, ...body });
  }

  @Post('unpin')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Give a pinned read free for everybody its ladder admits' })
  unpin(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(unpinBody) { reason }: z.infer<typeof unpinBody>,
    @AskedFor() asked: Asked,
  ): Promise<WireRead> {
    const act = { ...asked, id, action: 'pin' as const };
    return this.acts.change(principal, act, (rows) => unpinRead(rows, { readId: id, reason }));
  }
}
