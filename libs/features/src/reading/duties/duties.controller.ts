import type { DutyId, Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, IdParam, setEtag, ZodBody, ZodQuery, type Page } from '@overread/platform';
import { acknowledgeBody, attemptBody, closeBody, dutiesQuery, duty, listOf, type Duty } from '@overread/wire';
import type { z } from 'zod';
import { Exchange, type HttpExchange } from '../exchange.js';
import { acknowledgingOf, askedDuty, attemptOf } from './duty-bodies.js';
import { DutiesService } from './duties.service.js';
import { DutyView } from './duty-view.js';

/** What must be told, whatever its kind. */
@ApiTags('duties')
@Controller('duties')
export class DutiesController {
  constructor(
    private readonly view: DutyView,
    private readonly duties: DutiesService,
  ) {}

  @Get()
  @Answers(listOf(duty))
  @ApiOperation({
    summary: 'What somebody must still be told, most urgent first: discrepancies, retractions, critical',
  })
  list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(dutiesQuery) query: z.infer<typeof dutiesQuery>,
  ): Promise<Page<Duty>> {
    return this.view.list(principal, query);
  }

  @Get(':id')
  @Answers(duty)
  @ApiOperation({ summary: 'One duty to tell, with every try, who acknowledged it and whom it was escalated to' })
  async one(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @Exchange() { response }: HttpExchange,
  ): Promise<Duty> {
    const shown = await this.view.one(principal, id, null);
    setEtag(response, shown.version);
    return shown;
  }

  @Post(':id/attempts')
  @HttpCode(200)
  @Answers(duty)
  @ApiOperation({ summary: 'Note a try to tell: by which way, whom, and whether they were reached; stops no clock' })
  attempt(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @ZodBody(attemptBody) body: z.infer<typeof attemptBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Duty> {
    return this.duties.attempt(principal, askedDuty(id, exchange), attemptOf(body));
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @Answers(duty)
  @ApiOperation({ summary: 'Say by name who knows; each side acknowledges what is owed to it' })
  acknowledge(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @ZodBody(acknowledgeBody) body: z.infer<typeof acknowledgeBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Duty> {
    return this.duties.acknowledge(principal, askedDuty(id, exchange), acknowledgingOf(body));
  }

  @Post(':id/close')
  @HttpCode(200)
  @Answers(duty)
  @ApiOperation({ summary: 'Close what was acknowledged, with what came of it' })
  close(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: DutyId,
    @ZodBody(closeBody) { outcome, patientLeft }: z.infer<typeof closeBody>,
    @Exchange() exchange: HttpExchange,
  ): Promise<Duty> {
    return this.duties.close(principal, askedDuty(id, exchange), { outcome, patientLeft });
  }
}
