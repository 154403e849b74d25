import { demand, DomainError, type Principal, type StudyId } from '@overread/domain';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, scopeOf } from '@overread/platform';
import { decisionReplay, type DecisionReplay } from '@overread/wire';
import { studyResource } from '../../sla/index.js';
import { loadBundles } from '../../studies/index.js';
import { DecisionReplayService } from './decision-replay.service.js';

@ApiTags('studies')
@Controller('studies/:id/decisions/:decisionId/replay')
export class DecisionReplayController {
  constructor(
    private readonly database: Database,
    private readonly replays: DecisionReplayService,
  ) {}

  @Post()
  @HttpCode(200)
  @Answers(decisionReplay)
  @ApiOperation({
    summary: 'Decides again on what the decision stood on: the same record bit for bit, or what differs',
  })
  replay(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: StudyId,
    @IdParam('decisionId') decisionId: string,
  ): Promise<DecisionReplay> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const [bundle] = await loadBundles(tx, [id]);
      if (!bundle) throw new DomainError('not-found', 'study/not-found', 'no such study');
      demand(principal, 'replay-decision', studyResource(bundle.study, bundle.reads));
      return this.replays.replay(tx, id, decisionId);
    });
  }
}
