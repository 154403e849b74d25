import { demand, diffDocuments, lintPolicy, type PolicyId, type PolicyVersion, type Principal } from '@overread/domain';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Answers, CurrentPrincipal, Database, IdParam, scopeOf, ZodQuery } from '@overread/platform';
import { diffQuery, listOf, policyDiff, policyDocument, policyFinding } from '@overread/wire';
import type { z } from 'zod';
import { demandPolicy } from '../demand-policy.js';
import { findVersion, PoliciesService, type PolicyWithVersions } from '../policies.service.js';
import { idleRules } from './idle-rules.queries.js';
import { VersionInPath, type VersionKey } from '../version-in-path.js';

/** Versions of a policy side by side, and as a file. */
@ApiTags('policies')
@ApiParam({ name: 'id', format: 'uuid' })
@Controller('policies/:id')
export class ReviewingController {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesService,
  ) {}

  @Get('diff')
  @Answers(policyDiff)
  @ApiOperation({ summary: 'What differs between two versions: rules by id, plans by name, settings' })
  async diff(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: PolicyId,
    @ZodQuery(diffQuery) query: z.infer<typeof diffQuery>,
  ) {
    const { versions } = await this.seen(principal, id);
    const [from, to] = [query.from ?? numberInForce(versions), query.to ?? versions[0]?.number ?? 1];
    const [before, after] = [findVersion(versions, from), findVersion(versions, to)];
    return { from, to, items: diffDocuments(before.document, after.document) };
  }

  @Get('versions/:number/document')
  @Header('Content-Disposition', 'attachment; filename="policy.json"')
  @Answers(policyDocument)
  @ApiOperation({ summary: 'The document of a version as a file, ready to be drafted elsewhere' })
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  async document(@CurrentPrincipal() principal: Principal, @VersionInPath() { id, number }: VersionKey) {
    return findVersion((await this.seen(principal, id)).versions, number).document;
  }

  @Get('versions/:number/lint')
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  @Answers(listOf(policyFinding))
  @ApiOperation({ summary: 'What is wrong or doubtful about a version; errors bar its activation' })
  async lint(@CurrentPrincipal() principal: Principal, @VersionInPath() { id, number }: VersionKey) {
    const policy = await this.seen(principal, id);
    demand(principal, 'manage-policies');
    const { document } = findVersion(policy.versions, number);
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const now = await tx.now();
      const linted = await this.policies.linted(tx, document, policy);
      const unmatched = await idleRules(tx, id, { document, versions: policy.versions, now });
      return { items: lintPolicy({ ...linted, unmatched }, now), next: null };
    });
  }

  private seen(principal: Principal, id: PolicyId): Promise<PolicyWithVersions> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const policy = await this.policies.get(tx, id);
      demandPolicy(principal, 'view-policies', policy);
      return policy;
    });
  }
}

/** The version in force, else the oldest. */
const numberInForce = (versions: readonly PolicyVersion[]): number =>
  (versions.find(({ state }) => state === 'active') ?? versions.at(-1))?.number ?? 1;
