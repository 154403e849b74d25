import { demand, stillReading, type Principal, type ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, IfMatch, requireVersion, scopeOf } from '@overread/platform';
import { read as readSchema, type Read as WireRead } from '@overread/wire';
import { NetworkDirectory } from '../../network/index.js';
import { readToWire } from '../../sla/index.js';
import { readKeyOf } from '../../studies/index.js';
import { readResource } from '../read-resource.js';
import { decisionOf, studyTargets } from '../study-targets.js';
import { readerOf } from '../taking/worklist.controller.js';

/** A reader keeps a read that would go back for their silence. */
@ApiTags('reads')
@Controller('reads/:id/still-reading')
export class StillReadingController {
  constructor(
    private readonly database: Database,
    private readonly directory: NetworkDirectory,
  ) {}

  @Post()
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'I am still at it: the read does not go back for my silence' })
  async say(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') readId: ReadId,
    @IfMatch() versions: number[] | null,
  ): Promise<WireRead> {
    const read = await this.database.transaction(scopeOf(principal), async (tx) => {
      const { read: before, resource } = await readResource(tx, readId);
      demand(principal, 'read', resource);
      requireVersion(versions, before.version);
      const by = { readId, readerId: readerOf(principal) };
      return tx.change(studyTargets(await readKeyOf(tx, readId)), (rows, now) =>
        decisionOf(stillReading(rows, by, now)),
      );
    });
    const { readers } = this.directory.snapshot();
    return readToWire(read, (readerId) => readers.get(readerId)?.reader.name ?? null);
  }
}
