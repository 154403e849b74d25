import { demand, DomainError, type PolicyDocument, type PolicyId, type Principal } from '@overread/domain';
import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import {
  Answers,
  CurrentPrincipal,
  Database,
  IdParam,
  IfMatch,
  Repeatable,
  scopeOf,
  withIdempotency,
  ZodBody,
  type RepeatableRequest,
  type Tx,
} from '@overread/platform';
import { newPolicy, newPolicyVersion, listOf, policy as policySchema, policyVersion } from '@overread/wire';
import type { z } from 'zod';
import { NetworkDirectory } from '../network/index.js';
import { demandPolicy } from './demand-policy.js';
import { PoliciesService } from './policies.service.js';
import { VersionInPath, type VersionKey } from './version-in-path.js';

@ApiTags('policies')
@Controller('policies')
export class PoliciesController {
  constructor(
    private readonly database: Database,
    private readonly policies: PoliciesService,
    private readonly directory: NetworkDirectory,
  ) {}

  @Get()
  @Answers(listOf(policySchema))
  @ApiOperation({ summary: 'Routing policies with all their versions' })
  async list(@CurrentPrincipal() principal: Principal) {
    demand(principal, 'view-policies');
    const policies = await this.database.transaction(scopeOf(principal), (tx) => this.policies.list(tx));
    const own = principal.role === 'hospital' ? new Set<string | null>([null, ...principal.organizationIds]) : null;
    return { items: policies.filter((policy) => own?.has(policy.healthSystemId) ?? true), next: null };
  }

  @Get(':id')
  @Answers(policySchema)
  @ApiOperation({ summary: 'One policy' })
  one(@CurrentPrincipal() principal: Principal, @IdParam('id') id: PolicyId) {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const policy = await this.policies.get(tx, id);
      demandPolicy(principal, 'view-policies', policy);
      return policy;
    });
  }

  @Post()
  @Answers(policySchema, 201)
  @ApiOperation({ summary: 'A new policy for the network, a health system or a facility, with its first draft' })
  create(
    @CurrentPrincipal() principal: Principal,
    @ZodBody(newPolicy) body: z.infer<typeof newPolicy>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ) {
    demand(principal, 'manage-policies');
    const { document, name, scope } = body;
    const place = this.placeOf(body);
    return this.once(principal, repeatable, (tx) =>
      this.policies.create(tx, { scope, name, ...place }, document as unknown as PolicyDocument),
    );
  }

  @Post(':id/versions')
  @Answers(policyVersion, 201)
  @ApiOperation({ summary: 'A new draft of the policy' })
  draft(
    @CurrentPrincipal() principal: Principal,
    @IdParam('id') id: PolicyId,
    @ZodBody(newPolicyVersion) body: z.infer<typeof newPolicyVersion>,
    @Repeatable() repeatable: RepeatableRequest | null,
  ) {
    demand(principal, 'manage-policies');
    return this.once(principal, repeatable, (tx) =>
      this.policies.draft(tx, id, body.document as unknown as PolicyDocument),
    );
  }

  @Post(':id/versions/:number/activate')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  @HttpCode(200)
  @Answers(policyVersion)
  @ApiOperation({ summary: 'Put the version in force; the one before is retired' })
  activate(
    @CurrentPrincipal() principal: Principal,
    @VersionInPath() { id, number }: VersionKey,
    @IfMatch() versions: number[] | null,
  ) {
    demand(principal, 'manage-policies');
    return this.policies.activate(scopeOf(principal), id, number, versions);
  }

  @Post(':id/versions/:number/retire')
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'number', schema: { type: 'integer' } })
  @HttpCode(200)
  @Answers(policyVersion)
  @ApiOperation({ summary: 'Take the version out of force' })
  retire(
    @CurrentPrincipal() principal: Principal,
    @VersionInPath() { id, number }: VersionKey,
    @IfMatch() versions: number[] | null,
  ) {
    demand(principal, 'manage-policies');
    return this.policies.retire(scopeOf(principal), id, number, versions);
  }

  /** Makes it once per Idempotency-Key. */
  private once<Made>(
    principal: Principal,
    repeatable: RepeatableRequest | null,
    make: (tx: Tx) => Promise<Made>,
  ): Promise<Made> {
    return this.database.transaction(scopeOf(principal), async (tx) => {
      const { body } = await withIdempotency(tx, repeatable, async () => ({ status: 201, body: await make(tx) }));
      return body;
    });
  }

  private placeOf({ scope, healthSystemId, facilityId }: z.infer<typeof newPolicy>) {
    const { healthSystems, facilities } = this.directory.snapshot();
    const facility = scope === 'facility' ? facilities.get(facilityId as never) : undefined;
    const system = scope === 'health-system' ? healthSystems.get(healthSystemId as never) : undefined;
    const path = scope === 'facility' ? 'facilityId' : 'healthSystemId';
    if (scope !== 'network' && !facility && !system) {
      const message = `A ${scope} policy needs an existing ${path}`;
      throw new DomainError('invalid', 'request/invalid', message, { errors: [{ path, code: 'unknown', message }] });
    }
    return { healthSystemId: facility?.healthSystemId ?? system?.id ?? null, facilityId: facility?.id ?? null };
  }
}
