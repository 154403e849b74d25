import { demand, type Principal } from '@overread/domain';
import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  IdParam,
  Repeatable,
  scopeOf,
  ZodBody,
  type RepeatableRequest,
} from '@overread/platform';
import { listOf, newWhatIf, whatIfRun, type NewWhatIf, type WhatIfRun } from '@overread/wire';
import { WhatIfService } from './what-if.service.js';

@ApiTags('what-if')
@Controller('what-if')
export class WhatIfController {
  constructor(private readonly whatIf: WhatIfService) {}

  @Post()
  @HttpCode(202)
  @Answers(whatIfRun, 202)
  @ApiOperation({
    summary: 'Play a past period again with something changed, beside what happened; nothing of it touches a patient',
    description: 'Answers at once; the run is played by itself and told of by its address.',
  })
  ask(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newWhatIf) body: NewWhatIf,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<WhatIfRun> {
    demand(principal, 'ask-what-if');
    return this.whatIf.ask(scopeOf(principal), { askedBy: principal.id, question: body }, repeatable);
  }

  @Get()
  @Answers(listOf(whatIfRun))
  @ApiOperation({ summary: 'The last runs, the latest first, without their studies' })
  async list(@CurrentPrincipal() principal: Principal) {
    demand(principal, 'view-what-if');
    return { items: await this.whatIf.list(scopeOf(principal)), next: null };
  }

  @Get(':id')
  @Answers(whatIfRun)
  @ApiOperation({ summary: 'How far a run is, and what came of it' })
  one(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<WhatIfRun> {
    demand(principal, 'view-what-if');
    return this.whatIf.get(scopeOf(principal), id);
  }

  @Delete(':id')
  @HttpCode(200)
  @Answers(whatIfRun)
  @ApiOperation({ summary: 'Give up a run that is not done' })
  stop(@CurrentPrincipal() principal: Principal, @IdParam('id') id: string): Promise<WhatIfRun> {
    demand(principal, 'ask-what-if');
    return this.whatIf.stop(scopeOf(principal), id);
  }
}
