import { linkStudies, mergeStudies, splitLink, splitOrders, type Principal, type StudyId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, newId, ZodBody } from '@overread/platform';
import { linkBody, mergeBody, splitBody, study as studySchema, type Study } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../../reading/index.js';
import { Correcting } from './correcting.js';
import { leaderOf, linkedCount } from './linked.queries.js';
import { SeveralStudies } from './several-studies.js';

@ApiTags('corrections')
@Controller('studies/:id')
export class SeveralStudiesController {
  constructor(
    private readonly correcting: Correcting,
    private readonly several: SeveralStudies,
  ) {}

  @Post('link')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Read this study with another: one read and one report cover both' })
  link(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(linkBody) { studyId, reason, note }: z.infer<typeof linkBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const leaderId = studyId as StudyId;
    return this.correcting.correct(
      principal,
      { id, versions, repeatable, reason, note },
      'change-study',
      async (tx) => {
        await this.correcting.authorize(tx, principal, leaderId, 'change-study');
        const leads = await linkedCount(tx, [id]);
        const linking = { id, leaderId, reason, leads };
        return this.several.change(tx, { ids: [id, leaderId], versions }, (rows, now) =>
          linkStudies(rows, linking, now),
        );
      },
    );
  }

  @Post('split')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Undo a link, or give some orders a study of their own; answers what is split off' })
  split(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(splitBody) { accessionNumbers, reason, note }: z.infer<typeof splitBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    return this.correcting.correct(
      principal,
      { id, versions, repeatable, reason, note },
      'change-study',
      async (tx) => {
        const leaderId = await leaderOf(tx, id);
        if (accessionNumbers) {
          const split = { id, accessionNumbers, reason, newId: newId<StudyId>() };
          return this.several.change(tx, { ids: [id], versions }, (rows, now) => splitOrders(rows, split, now));
        }
        const ids: [StudyId, ...StudyId[]] = leaderId === null ? [id] : [id, leaderId];
        return this.several.change(tx, { ids, versions }, (rows, now) => splitLink(rows, { id, reason }, now));
      },
    );
  }

  @Post('merge')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Two records of one study become one; answers the one that survives' })
  merge(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(mergeBody) { studyId, reason, note }: z.infer<typeof mergeBody>,
    @Exchange() { versions, repeatable }: HttpExchange,
  ): Promise<Study> {
    const otherId = studyId as StudyId;
    return this.correcting.correct(
      principal,
      { id, versions, repeatable, reason, note },
      'change-study',
      async (tx) => {
        await this.correcting.authorize(tx, principal, otherId, 'change-study');
        const leads = await linkedCount(tx, [id, otherId]);
        const merging = { id, otherId, reason, leads, newOrderId: newId<never>() };
        return this.several.change(tx, { ids: [id, otherId], versions }, (rows, now) =>
          mergeStudies(rows, merging, now),
        );
      },
    );
  }
}
