import { demand, DomainError, effectivePolicy, type Principal } from '@overread/domain';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, scopeOf, ZodQuery } from '@overread/platform';
import { effectivePolicy as effectivePolicyBody, effectiveQuery, policyJsonSchema } from '@overread/wire';
import { z } from 'zod';
import { NetworkDirectory } from '../../network/index.js';
import { JurisdictionBook } from '../jurisdictions/jurisdiction-book.js';
import { PolicyBook } from '../policy-book.js';

const SCHEMA = policyJsonSchema();

/** What policies amount to: for a facility, and for whoever writes one. Its addresses come before those of single policies. */
@ApiTags('policies')
@Controller('policies')
export class EffectiveController {
  constructor(
    private readonly directory: NetworkDirectory,
    private readonly book: PolicyBook,
    private readonly database: Database,
    private readonly jurisdictions: JurisdictionBook,
  ) {}

  @Get('effective')
  @Answers(effectivePolicyBody)
  @ApiOperation({ summary: 'What routes the studies of a facility (its code), each line with the policy it stands in' })
  async effective(
    @CurrentPrincipal() principal: Principal,
    @ZodQuery(effectiveQuery) { facility: code }: z.infer<typeof effectiveQuery>,
  ) {
    demand(principal, 'view-policies');
    const facility = this.directory.snapshot().facilityByCode.get(code);
    if (!facility) throw new DomainError('not-found', 'facility/not-found', 'no such facility');
    demand(principal, 'view-policies', { healthSystemId: facility.healthSystemId });
    const { id, name, healthSystemId } = facility;
    const now = await this.database.transaction(scopeOf(principal), (tx) => tx.now());
    const jurisdictionRules = this.jurisdictions.over(facility, now);
    const effective = effectivePolicy(this.book.activeFor(facility));
    return { facility: { id, code, name, healthSystemId }, ...effective, jurisdictionRules };
  }

  @Get('schema')
  @Answers(z.looseObject({ $id: z.string() }))
  @ApiOperation({ summary: 'The JSON Schema of a policy document' })
  schema(@CurrentPrincipal() principal: Principal) {
    demand(principal, 'view-policies');
    return SCHEMA;
  }
}
