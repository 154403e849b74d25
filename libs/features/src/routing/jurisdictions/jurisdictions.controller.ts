import { demand, type JurisdictionRule, type JurisdictionTerms, type Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  Repeatable,
  scopeOf,
  ZodBody,
  ZodQuery,
  type RepeatableRequest,
} from '@overread/platform';
import {
  correctedJurisdictionRule,
  endJurisdictionRule,
  jurisdictionRule,
  jurisdictionRulesQuery,
  listOf,
  newJurisdictionRule,
} from '@overread/wire';
import type { z } from 'zod';
import { SeenRule, type SeenRuleKey } from './rule-in-path.js';
import { JurisdictionsService } from './jurisdictions.service.js';

/** What countries and their parts ask of reading plans. */
@ApiTags('policies')
@Controller('jurisdiction-rules')
export class JurisdictionsController {
  constructor(private readonly jurisdictions: JurisdictionsService) {}

  @Get()
  @Answers(listOf(jurisdictionRule))
  @ApiOperation({
    summary: 'What places ask of reading plans: every version of every record, or those known at an instant',
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(jurisdictionRulesQuery) { country, at }: z.infer<typeof jurisdictionRulesQuery>,
  ) {
    demand(principal, 'view-jurisdictions');
    const known = at === undefined ? undefined : new Date(at);
    return { items: await this.jurisdictions.list(scopeOf(principal), { country, at: known }), next: null };
  }

  @Post()
  @Answers(jurisdictionRule, 201)
  @ApiOperation({ summary: 'Write down what a place asks; policies in force that it forbids are told, not stopped' })
  record(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newJurisdictionRule) { reason, ...terms }: z.infer<typeof newJurisdictionRule>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<JurisdictionRule> {
    demand(principal, 'edit-jurisdictions');
    return this.jurisdictions.record(principal, { terms: termsOf(terms), reason }, repeatable);
  }

  @Post(':id/versions')
  @ApiParam({ name: 'id', format: 'uuid' })
  @Answers(jurisdictionRule, 201)
  @ApiOperation({
    summary: 'Correct a record: a new version from now on; what was decided by the one before stays explained by it',
  })
  correct(
    @CurrentPrincipal() principal: Principal,
    @SeenRule() seen: SeenRuleKey,
    @ZodBody(correctedJurisdictionRule) { reason, ...terms }: z.infer<typeof correctedJurisdictionRule>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ): Promise<JurisdictionRule> {
    demand(principal, 'edit-jurisdictions');
    const correction = { ...seen, reason, terms: ({ rule }: JurisdictionRule) => termsOf({ ...terms, rule }) };
    return this.jurisdictions.correct(principal, correction, repeatable);
  }

  @Post(':id/end')
  @ApiParam({ name: 'id', format: 'uuid' })
  @HttpCode(200)
  @Answers(jurisdictionRule)
  @ApiOperation({ summary: 'Say from which local day on the rule is in force no more; a new version of the record' })
  end(
    @CurrentPrincipal() principal: Principal,
    @SeenRule() seen: SeenRuleKey,
    @ZodBody(endJurisdictionRule) { validUntil, reason }: z.infer<typeof endJurisdictionRule>,
  ): Promise<JurisdictionRule> {
    demand(principal, 'edit-jurisdictions');
    const terms = (before: JurisdictionRule) => ({ ...before, validUntil });
    return this.jurisdictions.correct(principal, { ...seen, reason, terms }, null);
  }
}

const termsOf = ({
  subdivision,
  sourceUrl,
  validUntil,
  ...rest
}: Omit<z.infer<typeof newJurisdictionRule>, 'reason'>): JurisdictionTerms => ({
  ...rest,
  subdivision: subdivision ?? null,
  sourceUrl: sourceUrl ?? null,
  validUntil: validUntil ?? null,
});
