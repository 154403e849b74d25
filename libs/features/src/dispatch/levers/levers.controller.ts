import {
  asId,
  demand,
  type Action,
  type Principal,
  type Read,
  type ReaderId,
  type ReadId,
  type ReadingGroupId,
} from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  requireVersion,
  scopeOf,
  ZodBody,
} from '@overread/platform';
import {
  closeStepBody,
  openStepBody,
  pinBody,
  read as readSchema,
  unpinBody,
  type Read as WireRead,
} from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { readToWire } from '../../sla/index.js';
import { readResource } from '../read-resource.js';
import { LadderService } from './ladder.service.js';
import { PinsService } from './pins.service.js';

/** What a manager does to one read. */
@ApiTags('reads')
@Controller('reads/:id')
export class LeversController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly ladder: LadderService,
    private readonly pins: PinsService,
  ) {}

  @Post('open-step')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Open a step of the ladder before its time: more readers may be offered the read' })
  async openStep(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(openStepBody) body: z.infer<typeof openStepBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, readId, 'move-ladder', versions);
    return this.wire(await this.ladder.open(principal, { readId, ...body }));
  }

  @Post('close-step')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Close a step of the ladder, and those above it, until an instant or the deadline' })
  async closeStep(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(closeStepBody) body: z.infer<typeof closeStepBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, readId, 'move-ladder', versions);
    return this.wire(await this.ladder.close(principal, { readId, ...body }));
  }

  @Post('pin')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Keep a read for one reader or group for a time; every hard rule holds' })
  async pin(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(pinBody) { readerId, readingGroupId, ...body }: z.infer<typeof pinBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, readId, 'pin', versions);
    const to = {
      readerId: readerId ? asId<ReaderId>(readerId.toLowerCase()) : null,
      readingGroupId: readingGroupId ? asId<ReadingGroupId>(readingGroupId.toLowerCase()) : null,
    };
    return this.wire(await this.pins.pin(principal, { readId, to, ...body }));
  }

  @Post('unpin')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Give a pinned read free for everybody its ladder admits' })
  async unpin(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @ZodBody(unpinBody) { reason }: z.infer<typeof unpinBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, readId, 'pin', versions);
    return this.wire(await this.pins.unpin(principal, readId, reason));
  }

  private authorize(principal: Principal, id: ReadId, action: Action, versions: number[] | null): Promise<void> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { read, resource } = await readResource(tx, id);
      demand(principal, action, resource);
      requireVersion(versions, read.version);
    });
  }

  private wire(read: Read): WireRead {
    const { readers } = this.directory.snapshot();
    return readToWire(read, (readerId) => readers.get(readerId)?.reader.name ?? null);
  }
}
