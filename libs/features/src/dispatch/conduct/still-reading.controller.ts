import { stillReading, type Principal, type ReadId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam } from '@overread/platform';
import { read as readSchema, type Read as WireRead } from '@overread/wire';
import { AskedFor } from '../asked-for.js';
import { ReadActs, type AskedRead } from '../read-acts.service.js';
import { readerOf } from '../taking/worklist.controller.js';

/** A reader keeps a read that would go back for their silence. */
@ApiTags('reads')
@Controller('reads/:id/still-reading')
export class StillReadingController {
  constructor(private readonly acts: ReadActs) {}

  @Post()
  @HttpCode(200)
  @Answers(readSchema)
  @ApiOperation({ summary: 'I am still at it: the read does not go back for my silence' })
  say(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: ReadId,
    @AskedFor() asked: Omit<AskedRead, 'id'>,
  ): Promise<WireRead> {
    const by = { readId: id, readerId: readerOf(principal) };
    return this.acts.change(principal, { ...asked, id, action: 'read' }, (rows, now) => stillReading(rows, by, now));
  }
}
