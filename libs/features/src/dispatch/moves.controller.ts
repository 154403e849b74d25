import { demand, type Principal, type Read, type ReaderId, type ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  requireVersion,
  scopeOf,
  ZodBody,
  Answers,
} from '@overread/platform';
import { assignBody, declineReason, reason, type Read as WireRead, read as readSchema } from '@overread/wire';
import type { z } from 'zod';
import { readToWire } from '../sla/index.js';
import { NetworkDirectory } from '../network/index.js';
import { readResource } from './read-resource.js';
import { MovingService } from './moving.service.js';
import { TakingService } from './taking/taking.service.js';
import { readerOf } from './taking/worklist.controller.js';

/** Reads change hands. */
@ApiTags('reads')
@Controller('reads/:id')
export class MovesController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
    private readonly taking: TakingService,
    private readonly moving: MovingService,
  ) {}

  @Post('accept')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Accept an offer, or take one of my next few' })
  async accept(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.requireVersion(id, versions);
    return this.wire(await this.taking.accept(id, readerOf(principal), principal.id));
  }

  @Post('decline')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Turn an offer down, or skip one of my next few' })
  async decline(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(declineReason.prefault({})) body: z.infer<typeof declineReason>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.requireVersion(id, versions);
    return this.wire(await this.moving.decline(id, readerOf(principal), body));
  }

  @Post('release')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Give a read back to the queue' })
  async release(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(reason.prefault({})) body: z.infer<typeof reason>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, id, 'release', versions);
    const by = principal.readerId === null ? 'manager' : { readerId: principal.readerId };
    return this.wire(await this.moving.release(scopeOf(principal), id, by, body.reason ?? 'none given'));
  }

  @Post('assign')
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'Offer the read to a reader of my choice; every hard rule holds' })
  async assign(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @ZodBody(assignBody) body: z.infer<typeof assignBody>,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    await this.authorize(principal, id, 'assign', versions);
    const readerId = body.readerId as ReaderId;
    // A refusal tells what a reader lacks: that of another group's staff is not a manager's to know.
    const { readingGroupIds = [] } = this.directory.snapshot().readers.get(readerId)?.reader ?? {};
    demand(principal, 'view-readers', { readingGroupIds });
    const assignment = { readerId, reason: body.reason };
    return this.wire(await this.moving.assign(scopeOf(principal), id, assignment));
  }

  private authorize(
    principal: Principal,
    id: ReadId,
    action: 'release' | 'assign',
    versions: number[] | null,
  ): Promise<void> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { read, resource } = await readResource(tx, id);
      demand(principal, action, resource);
      requireVersion(versions, read.version);
    });
  }

  private async requireVersion(id: ReadId, versions: number[] | null): Promise<void> {
    if (versions === null) return;
    const scope = { kind: 'system' } as const;
    await this.database.transaction(scope, async (tx) =>
      requireVersion(versions, (await readResource(tx, id)).read.version),
    );
  }

  private wire(read: Read): WireRead {
    const { readers } = this.directory.snapshot();
    return readToWire(read, (readerId) => readers.get(readerId)?.reader.name ?? null);
  }
}
