import {
  demand,
  DomainError,
  morePressing,
  type Principal,
  type Study as StudyRow,
  type StudyId,
} from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Database, IdParam, IfMatch, scopeOf, ZodBody, Answers } from '@overread/platform';
import { changePriority, completeImages, type Study, study as studySchema } from '@overread/wire';
import type { z } from 'zod';
import { StudyView, studyResource } from '../sla/index.js';
import { loadBundles } from '../studies/index.js';
import { StudyCommands } from './commands.service.js';

@ApiTags('studies')
@Controller('studies/:id')
export class CommandsController {
  constructor(
    private readonly database: Database,
    private readonly commands: StudyCommands,
    private readonly view: StudyView,
  ) {}

  @Post('priority')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Raise or lower the priority, with a reason; the deadline only comes closer' })
  async priority(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(changePriority) body: z.infer<typeof changePriority>,
    @IfMatch() versions: number[] | null,
  ): Promise<Study> {
    await this.authorize(principal, id, (study) =>
      morePressing(study.priority, body.priority) ? 'lower-priority' : 'raise-priority',
    );
    const source = principal.role === 'hospital' ? 'submitter' : 'network';
    const automatic = source === 'submitter' && principal.kind === 'api-key';
    const { priority: to, reason, protocol } = body;
    const asked = { to, source, by: principal.id, reason, automatic } as const;
    const command = { ...asked, ...(protocol === undefined ? {} : { protocol }) };
    await this.commands.priority(scopeOf(principal), id, command, versions);
    return this.answer(principal, id, reason);
  }

  @Post('images-complete')
  @HttpCode(200)
  @Answers(studySchema)
  @ApiOperation({ summary: 'Say that all images are here: the study is ready' })
  async imagesComplete(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @ZodBody(completeImages.prefault({})) _body: z.infer<typeof completeImages>,
    @IfMatch() versions: number[] | null,
  ): Promise<Study> {
    await this.authorize(principal, id, () => 'change-study');
    await this.commands.imagesComplete(scopeOf(principal), id, principal.id, versions);
    return this.answer(principal, id);
  }

  private authorize(
    principal: Principal,
    id: StudyId,
    action: (study: StudyRow) => 'lower-priority' | 'raise-priority' | 'change-study',
  ): Promise<void> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const [bundle] = await loadBundles(tx, [id]);
      if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
      demand(principal, action(bundle.study), studyResource(bundle.study, bundle.reads));
    });
  }

  private answer(principal: Principal, id: StudyId, reason?: string): Promise<Study> {
    const how = { action: 'study.view', ...(reason === undefined ? {} : { reason }) };
    return this.database.transaction(scopeOf(principal), (tx) => this.view.studyOf(tx, principal, id, how));
  }
}
